import type { RunEvent, SnapshotMessage } from "@/server/domain/run/events";
import { findOpenPieces } from "@/server/domain/run/open-pieces";
import { readRunEvents } from "@/server/events/read-events";
import type { RunTarget, SpanWrite } from "@/server/progress/progress";
import type { Attempt } from "@/server/services/runs/attempt";
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

/** What a failed attempt leaves open, ended; clients that were shown an unfinished message are told what really stands. */
export async function abandonedPieces(
  { journal, target }: Attempt,
  failure: unknown,
): Promise<{ spans: SpanWrite[]; events: RunEvent[] }> {
  const { spans, events } = journal.abandon(failure);
  const unsaid = events.flatMap((event) =>
    event.type === "text.ended" && event.audience === "everyone" ? [event.messageId] : [],
  );
  return { spans, events: unsaid.length > 0 ? [...events, await messagesSnapshot(target, unsaid)] : events };
}
