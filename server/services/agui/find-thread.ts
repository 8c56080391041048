import { db } from "@/server/db";
import { isPending, type InterruptStatus } from "@/server/domain/interrupts/interrupt";
import type { Principal } from "@/server/services/access/principal";

/** A conversation as an AG-UI client names it, with what its runs wait for. */
export interface Thread {
  sessionId: string;
  /** What the person said last; a client that resumes sends it again. */
  lastUserText: string | undefined;
  /** Calls that the client was to make itself and has not answered. */
  pendingToolCallIds: ReadonlySet<string>;
  /** Calls that the client was ever to make itself. */
  knownToolCallIds: ReadonlySet<string>;
}

/** The thread, unless this is its first use. */
export async function findThread(principal: Principal, threadId: string): Promise<Thread | undefined> {
  const session = await db.session.findFirst({
    where: { tenantId: principal.tenantId, ownerId: principal.personId, threadId, deletedAt: null },
    select: { id: true },
  });
  if (!session) return undefined;
  const [calls, lastUserMessage] = await Promise.all([
    db.interrupt.findMany({
      where: { tenantId: principal.tenantId, sessionId: session.id, kind: "frontend_tool" },
      select: { toolCallId: true, status: true },
    }),
    db.message.findFirst({
      where: { tenantId: principal.tenantId, sessionId: session.id, role: "user", deletedAt: null },
      orderBy: { seq: "desc" },
      select: { content: true },
    }),
  ]);
  return {
    sessionId: session.id,
    lastUserText: lastUserMessage?.content,
    pendingToolCallIds: idsOf(calls.filter((call) => isPending(call.status as InterruptStatus))),
    knownToolCallIds: idsOf(calls),
  };
}

function idsOf(calls: { toolCallId: string | null }[]): Set<string> {
  return new Set(calls.flatMap((call) => call.toolCallId ?? []));
}
