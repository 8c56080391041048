import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { Principal } from "@/server/services/access/principal";
import type { AcceptedRun } from "@/server/services/runs/accept-run";
import { findRun } from "@/server/services/runs/get-run";
import { startAppRun } from "@/server/services/runs/start-run";
import { findSession } from "@/server/services/sessions/get-session";

/**
 * Answers a message once more with what its run was given: the new answer begins a branch of its own, the old one is kept.
 * @throws DomainError not_found, bad_request, not_published, run_active, interrupts_open
 */
export async function regenerateAnswer(
  principal: Principal,
  { runId, idempotencyKey }: { runId: string; idempotencyKey?: string },
): Promise<AcceptedRun> {
  const asked = await findRun(principal, runId);
  const run = asked.rootRunId === asked.id ? asked : await findRun(principal, asked.rootRunId);
  if (run.userMessageId === null)
    throw new DomainError("bad_request", "This run answers no message. Run it again from its own page.");
  return startAppRun(principal, {
    source: "chat",
    sessionId: run.sessionId,
    inputs: run.inputs as Record<string, Json>,
    answersMessageId: run.userMessageId,
    idempotencyKey,
  });
}

interface Edit {
  sessionId: string;
  messageId: string;
  message: string;
  inputs: Record<string, Json>;
  attachmentIds?: string[];
  idempotencyKey?: string;
}

/**
 * Says something else in the place of an earlier message: a new message beside it, answered on a branch of its own.
 * @throws DomainError not_found, not_published, invalid_input, run_active, interrupts_open
 */
export async function editMessage(principal: Principal, { messageId, ...edit }: Edit): Promise<AcceptedRun> {
  const session = await findSession(principal, edit.sessionId);
  const edited = await db.message.findFirst({
    where: { id: messageId, sessionId: session.id, tenantId: principal.tenantId, role: "user", deletedAt: null },
    select: { parentSeq: true },
  });
  if (!edited) throw new DomainError("not_found", "There is no such message in this conversation.");
  return startAppRun(principal, { source: "chat", ...edit, afterSeq: edited.parentSeq ?? 0 });
}
