import type { Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { sanitiseText, truncate } from "@/server/domain/text";
import { newId } from "@/server/ids";

/** Characters of the first message that a conversation is called by. */
export const largestTitle = 80;

/** What a run answers: something new that a person says, or a message of the conversation once more. */
export interface UserTurn {
  /** What the person said; it becomes a message of the session. */
  message?: string;
  /** Number of the message that the new one follows, 0 for the beginning; absent for the end of the shown branch. */
  afterSeq?: number;
  /** A message of the person that is answered again, on a branch of its own; then nothing new is said. */
  answersMessageId?: string;
  /** Files that come with the new message, uploaded before. */
  attachmentIds?: string[];
}

export interface SessionToContinue {
  id: string;
  title: string;
  messageSeq: number;
  headSeq: number;
}

interface Conversation {
  tenantId: string;
  /** Whose session and whose files. */
  ownerId: string;
  sessionId: string;
}

interface Place extends Conversation {
  runId: string;
  session: SessionToContinue;
}

/**
 * Puts the message that a run answers at its place and makes it the end of the shown branch; what it replaces is kept on its
 * own branch. The session must be locked. @returns the message's id, or nothing where nothing was said
 * @throws DomainError not_found
 */
export async function placeUserMessage(tx: Transaction, place: Place, turn: UserTurn): Promise<string | undefined> {
  const { tenantId, session } = place;
  if (turn.answersMessageId !== undefined) {
    const answered = await tx.message.findFirst({
      where: { id: turn.answersMessageId, tenantId, sessionId: session.id, role: "user", deletedAt: null },
      select: { id: true, seq: true },
    });
    if (!answered) throw new DomainError("not_found", "There is no such message in this conversation.");
    await tx.session.update({ where: { id: session.id }, data: { headSeq: answered.seq, updatedAt: new Date() } });
    return answered.id;
  }
  if (turn.message === undefined) return undefined;
  const parentSeq = turn.afterSeq ?? session.headSeq;
  if (turn.afterSeq) await requireMessage(tx, place, turn.afterSeq);
  const id = newId();
  const content = sanitiseText(turn.message);
  const seq = session.messageSeq + 1;
  await tx.session.update({
    where: { id: session.id },
    data: {
      messageSeq: seq,
      headSeq: seq,
      messageCount: { increment: 1 },
      updatedAt: new Date(),
      ...(session.title ? {} : { title: truncate(content, largestTitle) }),
    },
  });
  const attachments = await claimAttachments(tx, place, turn.attachmentIds ?? []);
  await tx.message.create({
    data: {
      id,
      tenantId,
      sessionId: session.id,
      seq,
      parentSeq: parentSeq || null,
      runId: place.runId,
      role: "user",
      content,
      ...(attachments.length > 0 ? { attachments } : {}),
    },
  });
  return id;
}

async function requireMessage(tx: Transaction, { tenantId, session }: Place, seq: number): Promise<void> {
  const found = await tx.message.findFirst({
    where: { sessionId: session.id, tenantId, seq, deletedAt: null },
    select: { id: true },
  });
  if (!found) throw new DomainError("not_found", "The place in the conversation to go on from does not exist.");
}

/**
 * Makes uploaded files part of the conversation. @returns their ids, each once
 * @throws DomainError not_found also for one that is of another conversation or of somebody else
 */
export async function claimAttachments(
  tx: Transaction,
  { tenantId, ownerId, sessionId }: Conversation,
  ids: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const { count } = await tx.attachment.updateMany({
    where: { id: { in: wanted }, tenantId, ownerId, OR: [{ sessionId: null }, { sessionId }] },
    data: { sessionId },
  });
  if (count !== wanted.length)
    throw new DomainError("not_found", "A file of this message does not exist any more. Remove it and add it again.");
  return wanted;
}
