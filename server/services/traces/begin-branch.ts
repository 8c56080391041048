import type { Transaction } from "@/server/db";
import { newId } from "@/server/ids";
import type { WholeExecution } from "@/server/services/traces/find-execution";

interface Branch {
  /** The run that speaks on it. */
  runId: string;
  /** Addresses of the pieces that the run begins with. */
  kept: ReadonlySet<string>;
  /** What the conversation is told in the place of what a piece had said. */
  edited?: { address: string; text: string };
}

/**
 * Begins a branch of the conversation for a run that was begun from a point of an execution: after the message that the
 * execution answers, with copies of what the kept pieces had said, so that each answer is a branch of its own and a person
 * can go between them. The session must be locked.
 */
export async function beginBranch(
  tx: Transaction,
  { segments, last }: WholeExecution,
  { runId, kept, edited }: Branch,
): Promise<void> {
  const { tenantId, sessionId } = last;
  const said = await tx.message.findMany({
    where: {
      tenantId,
      sessionId,
      runId: { in: segments.map((segment) => segment.id) },
      role: { not: "user" },
      deletedAt: null,
    },
    orderBy: { seq: "asc" },
  });
  const session = await tx.session.findUniqueOrThrow({ where: { id: sessionId, tenantId } });
  const question = last.userMessageId
    ? await tx.message.findFirst({
        where: { id: last.userMessageId, tenantId, sessionId, deletedAt: null },
        select: { seq: true },
      })
    : null;
  const first = said[0];
  const begin = question?.seq ?? (first ? (first.parentSeq ?? 0) : session.headSeq);
  const copied = said.filter((message) => message.nodeId !== null && kept.has(message.nodeId));
  for (const [index, { nodeId, role, content, toolCalls, toolCallId, createdAt }] of copied.entries()) {
    const seq = session.messageSeq + 1 + index;
    await tx.message.create({
      data: {
        id: newId(),
        tenantId,
        sessionId,
        seq,
        parentSeq: (index === 0 ? begin : seq - 1) || null,
        runId,
        nodeId,
        role,
        content: edited && edited.address === nodeId ? edited.text : content,
        ...(toolCalls === null ? {} : { toolCalls }),
        toolCallId,
        createdAt,
      },
    });
  }
  await tx.session.update({
    where: { id: sessionId, tenantId },
    data: {
      messageSeq: { increment: copied.length },
      messageCount: { increment: copied.length },
      headSeq: copied.length > 0 ? session.messageSeq + copied.length : begin,
      updatedAt: new Date(),
    },
  });
}
