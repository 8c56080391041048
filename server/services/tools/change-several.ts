import { db } from "@/server/db";
import type { BindingChange, ToolSettings } from "@/server/domain/tools/tool-definition";
import type { Principal } from "@/server/services/access/principal";
import { changeToolSettings, configureBinding } from "@/server/services/tools/change-tool";
import { chooseVersion } from "@/server/services/tools/save-version";

export interface ToolChange {
  settings: ToolSettings & { isAllowed?: boolean };
  binding?: BindingChange;
  /** Makes calls with this version. */
  version?: number;
}

/** Changes several things of a tool, all or none. @throws DomainError forbidden, not_found, invalid_input */
export async function changeTool(principal: Principal, id: string, change: ToolChange): Promise<void> {
  const { settings, binding, version } = change;
  await db.$transaction(async (tx) => {
    // The address first: a version may be chosen that sends the new headers to where they are for.
    if (binding) await configureBinding(principal, id, binding, tx);
    if (version !== undefined) await chooseVersion(principal, id, version, tx);
    if (Object.values(settings).some((value) => value !== undefined)) {
      await changeToolSettings(principal, id, settings, tx);
    }
  });
}
