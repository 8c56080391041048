import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { RunStatus } from "@/server/domain/run/status";
import { sanitiseText } from "@/server/domain/text";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { stopRun } from "@/server/services/runs/stop-run";
import { ownSessions } from "@/server/services/sessions/get-session";

/** Renames a conversation, pins it, or both. @throws DomainError not_found */
export async function changeSession(
  principal: Principal,
  id: string,
  { title, isPinned }: { title?: string; isPinned?: boolean },
): Promise<void> {
  const { count } = await db.session.updateMany({
    where: ownSessions(principal, id),
    data: {
      ...(title === undefined ? {} : { title: sanitiseText(title) }),
      ...(isPinned === undefined ? {} : { pinnedAt: isPinned ? new Date() : null }),
    },
  });
  if (count === 0) throw new DomainError("not_found", "There is no such session.");
}

/** @throws DomainError not_found */
export async function renameSession(principal: Principal, id: string, title: string): Promise<void> {
  await changeSession(principal, id, { title });
}

/** @throws DomainError not_found */
export async function pinSession(principal: Principal, id: string, isPinned: boolean): Promise<void> {
  await changeSession(principal, id, { isPinned });
}

/**
 * Deletes a conversation, its messages and what it still asks (softly, together) after stopping what answers it. Ledger and
 * runs stay, and a client may begin a new conversation under the same thread id. @throws DomainError not_found
 */
export async function deleteSession(principal: Principal, id: string): Promise<void> {
  await stopAll(principal, id);
  await db.$transaction(async (tx) => {
    const deletedAt = new Date();
    const { count } = await tx.session.updateMany({
      where: ownSessions(principal, id),
      data: { deletedAt, threadId: `deleted:${newId()}` },
    });
    if (count === 0) throw new DomainError("not_found", "There is no such session.");
    await tx.message.updateMany({
      where: { sessionId: id, tenantId: principal.tenantId, deletedAt: null },
      data: { deletedAt },
    });
    await tx.interrupt.updateMany({
      where: { sessionId: id, tenantId: principal.tenantId, status: "PENDING_APPROVAL" },
      data: { status: "CANCELLED", decidedAt: deletedAt },
    });
  });
  // Somebody may have decided meanwhile, so that a run went on.
  await stopAll(principal, id);
}

/** Stops what runs, and cancels what waits for people. */
async function stopAll(principal: Principal, sessionId: string): Promise<void> {
  const { tenantId, personId } = principal;
  const runs = await db.run.findMany({
    where: { sessionId, tenantId, ownerId: personId, status: { in: stoppable } },
    select: { id: true },
  });
  for (const run of runs) await stopRun(principal, run.id);
}

const stoppable: RunStatus[] = ["queued", "running", "waiting"];
