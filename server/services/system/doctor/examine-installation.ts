import { DomainError } from "@/server/domain/errors";
import type { CheckReport } from "@/server/domain/doctor/report";
import { globalSingleton } from "@/server/global-singleton";
import type { Principal } from "@/server/services/access/principal";
import { requireAdmin } from "@/server/services/access/require-admin";
import { checkReadiness } from "@/server/services/system/check-readiness";
import { examine } from "./examine";

const state = globalSingleton("examination", () => ({ isUnderWay: false }));

/**
 * Examines the installation that this process belongs to, one examination at a time: each starts a process of its own.
 * @throws DomainError forbidden, run_active
 */
export async function* examineInstallation(principal: Principal): AsyncGenerator<CheckReport, void, void> {
  requireAdmin(principal);
  if (state.isUnderWay)
    throw new DomainError("run_active", "An examination is under way already. Wait until it has ended.");
  state.isUnderWay = true;
  try {
    yield* examine({ principal, askReadiness: checkReadiness });
  } finally {
    state.isUnderWay = false;
  }
}
