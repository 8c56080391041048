import { pool } from "@/server/db";
import type { RunEvent } from "@/server/domain/run/events";
import { closingEvents, findOpenPieces } from "@/server/domain/run/open-pieces";
import { readRunEvents } from "@/server/events/read-events";
import type { RunTarget } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { bookInterruptedCalls } from "@/server/services/runs/book-interrupted-calls";
import { messagesSnapshot } from "@/server/services/runs/messages-snapshot";

/**
 * Ends what a killed process left half-said by this node: its messages and calls are closed, clients are told what the
 * conversation really holds, what a model had been paid for is booked, and its spans end as interrupted. The attempt itself
 * goes on from its beginning.
 */
export async function closeInterruptedAttempt(target: RunTarget, nodeId: string, attempt: number): Promise<void> {
  const events = await readRunEvents(target.runId);
  const all = findOpenPieces(events.map((logged) => logged.event));
  const open = {
    messages: all.messages.filter((message) => message.nodeId === nodeId),
    reasonings: all.reasonings.filter((reasoning) => reasoning.nodeId === nodeId),
    toolCalls: all.toolCalls.filter((call) => call.nodeId === nodeId),
    subagents: [],
    nodes: [],
  };
  const closing: RunEvent[] = closingEvents(open, "failed");
  const unsaid = open.messages.filter((message) => message.audience === "everyone").map((message) => message.messageId);
  if (unsaid.length > 0) closing.push(await messagesSnapshot(target, unsaid));
  if (closing.length > 0) await progressWriter.write({ target, events: closing });
  await bookInterruptedCalls(target, nodeId, attempt, events);
  await pool.query(
    `update span set status = 'failed', ended_at = greatest(started_at, clock_timestamp()),
       error = '{"code":"internal","message":"The process ended while this was running; it was started again."}'::jsonb
     where run_id = $1 and tenant_id = $2 and node_id = $3 and attempt = $4 and status = 'running' and kind <> 'node'`,
    [target.runId, target.tenantId, nodeId, attempt],
  );
}
