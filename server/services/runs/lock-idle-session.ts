import type { Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { InterruptStatus } from "@/server/domain/interrupts/interrupt";

const pending: InterruptStatus = "PENDING_APPROVAL";

/**
 * Locks a conversation that nothing is happening in, so that two requests for it wait for each other and only one run is
 * active at a time. Calls that a client makes itself do not hold it up.
 * @throws DomainError run_active, interrupts_open
 */
export async function lockIdleSession(tx: Transaction, sessionId: string): Promise<void> {
  await tx.$queryRaw`select id from session where id = ${sessionId} for update`;
  const active = await tx.run.findFirst({
    where: { sessionId, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
  if (active) {
    throw new DomainError(
      "run_active",
      "This conversation is still being answered. Wait for the answer or stop it first.",
      { details: { runId: active.id } },
    );
  }
  const open = await tx.interrupt.findMany({
    where: { sessionId, status: pending, kind: { not: "frontend_tool" } },
    select: { id: true },
  });
  if (open.length === 0) return;
  throw new DomainError(
    "interrupts_open",
    "This conversation waits for an answer to what it asked. Answer that first, or stop the run that asked.",
    { details: { interruptIds: open.map((interrupt) => interrupt.id) } },
  );
}
