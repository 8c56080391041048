import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { describeInterrupts } from "@/server/services/interrupts/describe-interrupts";
import type { InterruptView } from "@/server/services/interrupts/interrupt-view";
import { whereVisible } from "@/server/services/interrupts/visible-interrupts";

/** @throws DomainError not_found, also for one that this person has nothing to do with. */
export async function getInterrupt(principal: Principal, id: string): Promise<InterruptView> {
  const row = await db.interrupt.findFirst({ where: { AND: [whereVisible(principal), { id }] } });
  const [view] = await describeInterrupts(principal, row ? [row] : []);
  if (!view) throw new DomainError("not_found", "There is no such approval.");
  return view;
}

/** Every question of the execution that a run belongs to, whichever of its segments asked; oldest first. @throws not_found */
export async function listInterruptsOfRun(principal: Principal, runId: string): Promise<InterruptView[]> {
  const { tenantId, personId } = principal;
  const run = await db.run.findFirst({ where: { id: runId, tenantId }, select: { rootRunId: true, ownerId: true } });
  const views = run ? await readChain(principal, { rootRunId: run.rootRunId }) : [];
  // Somebody else's run is known to those who are asked by it.
  if (run?.ownerId !== personId && views.length === 0) throw new DomainError("not_found", "There is no such run.");
  return views;
}

/** Every question of a conversation, oldest first. @throws not_found */
export async function listInterruptsOfSession(principal: Principal, sessionId: string): Promise<InterruptView[]> {
  const { tenantId, personId } = principal;
  const session = await db.session.findFirst({ where: { id: sessionId, tenantId }, select: { ownerId: true } });
  const views = session ? await readChain(principal, { sessionId }) : [];
  if (session?.ownerId !== personId && views.length === 0) {
    throw new DomainError("not_found", "There is no such conversation.");
  }
  return views;
}

async function readChain(
  principal: Principal,
  part: { rootRunId: string } | { sessionId: string },
): Promise<InterruptView[]> {
  const rows = await db.interrupt.findMany({
    where: { AND: [whereVisible(principal), part] },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return describeInterrupts(principal, rows);
}
