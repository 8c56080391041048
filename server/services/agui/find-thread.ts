import { db } from "@/server/db";
import { isPending, type InterruptStatus } from "@/server/domain/interrupts/interrupt";
import type { Principal } from "@/server/services/access/principal";

/** A tool call that the client was to make itself. */
interface ClientCall {
  interruptId: string;
  isPending: boolean;
}

/** A conversation as an AG-UI client names it, with what its runs left to the client. */
export interface Thread {
  sessionId: string;
  /** What the person said last; a client that resumes sends it again. */
  lastUserText: string | undefined;
  /** By the call's id. */
  clientCalls: ReadonlyMap<string, ClientCall>;
}

/** The thread, unless this is its first use. */
export async function findThread(principal: Principal, threadId: string): Promise<Thread | undefined> {
  const { tenantId, personId: ownerId } = principal;
  const session = await db.session.findFirst({
    where: { tenantId, ownerId, threadId, deletedAt: null },
    select: { id: true },
  });
  if (!session) return undefined;
  const [calls, lastUserMessage] = await Promise.all([
    db.interrupt.findMany({
      where: { tenantId, sessionId: session.id, kind: "frontend_tool" },
      select: { id: true, toolCallId: true, status: true },
    }),
    db.message.findFirst({
      where: { tenantId, sessionId: session.id, role: "user", deletedAt: null },
      orderBy: { seq: "desc" },
      select: { content: true },
    }),
  ]);
  return {
    sessionId: session.id,
    lastUserText: lastUserMessage?.content,
    clientCalls: new Map(
      calls.flatMap(({ id, toolCallId, status }) =>
        toolCallId ? [[toolCallId, { interruptId: id, isPending: isPending(status as InterruptStatus) }]] : [],
      ),
    ),
  };
}

/** Which of the calls the server itself has answered in this conversation. */
export async function answeredByServer(
  principal: Principal,
  sessionId: string,
  callIds: string[],
): Promise<Set<string>> {
  const messages = await db.message.findMany({
    where: { tenantId: principal.tenantId, sessionId, role: "tool", toolCallId: { in: callIds }, deletedAt: null },
    select: { toolCallId: true },
  });
  return new Set(messages.flatMap((message) => message.toolCallId ?? []));
}
