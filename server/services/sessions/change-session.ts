import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isActive } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";
import { toRunStatus } from "@/server/services/runs/list-runs";
import { stopRun } from "@/server/services/runs/stop-run";
import { ownSessions } from "@/server/services/sessions/get-session";

async function change(
  principal: Principal,
  id: string,
  data: { title?: string; pinnedAt?: Date | null },
): Promise<void> {
  const { count } = await db.session.updateMany({ where: ownSessions(principal, id), data });
  if (count === 0) throw new DomainError("not_found", "There is no such session.");
}

/** @throws DomainError not_found */
export async function renameSession(principal: Principal, id: string, title: string): Promise<void> {
  await change(principal, id, { title });
}

export async function pinSession(principal: Principal, id: string, isPinned: boolean): Promise<void> {
  await change(principal, id, { pinnedAt: isPinned ? new Date() : null });
}

/** Deletes a conversation and its messages (softly, together) after stopping what still answers it. Ledger and runs stay. */
export async function deleteSession(principal: Principal, id: string): Promise<void> {
  const runs = await db.run.findMany({
    where: { sessionId: id, tenantId: principal.tenantId, ownerId: principal.personId },
    select: { id: true, status: true },
  });
  for (const run of runs) {
    if (isActive(toRunStatus(run.status))) await stopRun(principal, run.id);
  }
  await db.$transaction(async (tx) => {
    const deletedAt = new Date();
    const { count } = await tx.session.updateMany({ where: ownSessions(principal, id), data: { deletedAt } });
    if (count === 0) throw new DomainError("not_found", "There is no such session.");
    await tx.message.updateMany({
      where: { sessionId: id, tenantId: principal.tenantId, deletedAt: null },
      data: { deletedAt },
    });
  });
}
