import type { RunEvent, SnapshotMessage } from "@/server/domain/run/events";
import { findOpenPieces } from "@/server/domain/run/open-pieces";
import { readRunEvents } from "@/server/events/read-events";
import type { RunTarget } from "@/server/progress/progress";
import { readBranch } from "@/server/services/sessions/read-branch";

const largestSnapshot = 200;

/**
 * What the conversation really holds, for clients that have shown a message which a failed attempt will never finish: the
 * stored messages and those that other nodes are still streaming.
 */
export async function messagesSnapshot(target: RunTarget, endedMessageIds: readonly string[] = []): Promise<RunEvent> {
  const [stored, events] = await Promise.all([
    readBranch(target, { take: largestSnapshot }),
    readRunEvents(target.runId),
  ]);
  const ended = new Set(endedMessageIds);
  const open = findOpenPieces(events.map((logged) => logged.event)).messages.filter(
    (message) => message.audience === "everyone" && !ended.has(message.messageId),
  );
  const messages: SnapshotMessage[] = [
    ...stored.map(({ id, role, content, toolCalls, toolCallId }): SnapshotMessage => ({
      id,
      role,
      content,
      ...(toolCalls ? { toolCalls } : {}),
      ...(toolCallId ? { toolCallId } : {}),
    })),
    ...open.map((message): SnapshotMessage => ({ id: message.messageId, role: "assistant", content: message.text })),
  ];
  return { type: "messages.snapshot", messages };
}
