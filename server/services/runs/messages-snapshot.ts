import { db } from "@/server/db";
import type { RunEvent, SnapshotMessage, SnapshotToolCall } from "@/server/domain/run/events";
import { findOpenPieces } from "@/server/domain/run/open-pieces";
import { readRunEvents } from "@/server/events/read-events";
import type { RunTarget } from "@/server/progress/progress";

const largestSnapshot = 200;

/**
 * What the conversation really holds, for clients that have shown a message which a failed attempt will never finish: the
 * stored messages and those that other nodes are still streaming.
 */
export async function messagesSnapshot(target: RunTarget, endedMessageIds: readonly string[] = []): Promise<RunEvent> {
  const [stored, events] = await Promise.all([
    db.message.findMany({
      where: { sessionId: target.sessionId, tenantId: target.tenantId, deletedAt: null },
      orderBy: { seq: "desc" },
      take: largestSnapshot,
    }),
    readRunEvents(target.runId),
  ]);
  const ended = new Set(endedMessageIds);
  const open = findOpenPieces(events.map((logged) => logged.event)).messages.filter(
    (message) => message.audience === "everyone" && !ended.has(message.messageId),
  );
  const messages: SnapshotMessage[] = [
    ...stored.reverse().map((message): SnapshotMessage => ({
      id: message.id,
      role: message.role as SnapshotMessage["role"],
      content: message.content,
      ...(message.toolCalls ? { toolCalls: message.toolCalls as unknown as SnapshotToolCall[] } : {}),
      ...(message.toolCallId ? { toolCallId: message.toolCallId } : {}),
    })),
    ...open.map((message): SnapshotMessage => ({ id: message.messageId, role: "assistant", content: message.text })),
  ];
  return { type: "messages.snapshot", messages };
}
