import type { Interrupt } from "@ag-ui/core";
import type { InterruptNotice } from "../interrupts/interrupt";
import { appCallOf } from "../run/address";
import type { AguiView } from "./view";

/** Key under which events and interrupts carry what AG-UI has no field for; end users get it on interrupts alone. */
export const metadataKey = "signalbox";

/** What a person decides about is shown to end users too: the call as it will be made and where it goes, never the node. */
export function toAguiInterrupt(notice: InterruptNotice, view: AguiView): Interrupt {
  const { id, reason, message, toolCallId, responseSchema, expiresAt, kind, nodeId, toolName, proposal } = notice;
  const subagentRunId = view === "author" ? appCallOf(nodeId) : undefined;
  return {
    ...(subagentRunId ? { subagentRunId } : {}),
    id,
    reason,
    message,
    responseSchema,
    ...(toolCallId ? { toolCallId } : {}),
    ...(expiresAt ? { expiresAt } : {}),
    metadata: {
      [metadataKey]: {
        kind,
        proposal,
        ...(toolName ? { toolName } : {}),
        ...(notice.host ? { host: notice.host } : {}),
        ...(notice.method ? { method: notice.method } : {}),
        ...(view === "author" ? { nodeId } : {}),
      },
    },
  };
}
