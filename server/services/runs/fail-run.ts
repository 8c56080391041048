import { db } from "@/server/db";
import type { Json } from "@/server/domain/json";
import { logger } from "@/server/logger";
import { finishRun } from "@/server/services/runs/finish-run";
import { type RunReference, targetOf } from "@/server/services/runs/run-target";
import { takeRun } from "@/server/services/runs/take-run";

/**
 * Ends a run that the engine gave up on, so that it is never left "running": its steps kept failing for a reason that is not
 * the workflow's (the process died each time, the database stayed away).
 */
export async function failRun(reference: RunReference, cause: unknown): Promise<void> {
  logger.error({ err: cause, runId: reference.runId }, "a run was given up by the engine");
  const taken = await takeRun(reference);
  if (!taken.isOurs) return;
  const run = await db.run.findFirst({
    where: { id: reference.runId, tenantId: reference.tenantId },
    select: { sessionId: true, source: true, inputs: true },
  });
  if (!run) return;
  const ending = { target: targetOf(reference, run.sessionId), source: run.source, inputs: run.inputs as Json };
  await finishRun(ending, {
    status: "failed",
    skipped: [],
    error: {
      code: "run_poisoned",
      message:
        "This run was given up after its steps failed several times inside the server. The server's log has the cause; run it again once that is mended.",
    },
  });
}
