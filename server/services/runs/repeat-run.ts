import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { Principal } from "@/server/services/access/principal";
import { type AcceptedRun, acceptRun } from "@/server/services/runs/accept-run";
import { findRun } from "@/server/services/runs/get-run";
import { readDraft } from "@/server/services/workflows/get-workflow";

/**
 * Runs the same version again with the same inputs and message, in a session of its own, so that a conversation is not added
 * to by looking at its runs.
 * @throws DomainError not_found
 */
export async function repeatRun(principal: Principal, runId: string): Promise<AcceptedRun> {
  const run = await findRun(principal, runId);
  const [version, message] = await Promise.all([
    db.workflowVersion.findFirst({
      where: { id: run.workflowVersionId, tenantId: principal.tenantId },
      select: { dsl: true },
    }),
    run.userMessageId
      ? db.message.findFirst({
          where: { id: run.userMessageId, tenantId: principal.tenantId },
          select: { content: true },
        })
      : null,
  ]);
  if (!version) throw new DomainError("not_found", "The version that this run ran does not exist any more.");
  return acceptRun(principal, {
    workflowId: run.workflowId,
    workflowVersionId: run.workflowVersionId,
    workflow: readDraft(version.dsl),
    appId: run.appId ?? undefined,
    source: "editor",
    inputs: run.inputs as Record<string, Json>,
    message: message?.content,
  });
}
