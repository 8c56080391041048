import { db } from "@/server/db";
import { isJsonObject, type Json } from "@/server/domain/json";
import { type ErrorRecord, errorTable } from "@/server/domain/errors";
import { findOpenPieces } from "@/server/domain/run/open-pieces";
import { decideRetry } from "@/server/domain/run/retry";
import { readRunEvents } from "@/server/events/read-events";
import { portAfterFailure } from "@/server/services/runs/describe-node";
import type { Execution } from "@/server/services/runs/load-execution";
import { failureOutput, type NodeStepResult } from "@/server/services/runs/node-results";

export interface Recovered {
  /** Nodes that had ended, in the order in which they did. */
  ended: [nodeId: string, result: NodeStepResult][];
  /** For nodes that had begun and not ended: the attempt to go on with. */
  nextAttempts: [nodeId: string, attempt: number][];
}

/**
 * What earlier hand-overs of a run had finished, from its own rows: an engine that lost its memory, or a new epoch, goes on
 * from there and runs nothing twice that had ended. Outputs stay where they are and are read when they are needed.
 */
export async function recoverRun(execution: Execution): Promise<Recovered> {
  const { runId, tenantId } = execution.target;
  const [nodeRuns, events] = await Promise.all([
    db.nodeRun.findMany({
      where: { runId, tenantId, status: { in: ["running", "completed", "failed"] } },
      orderBy: [{ endedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      select: { nodeId: true, kind: true, attempt: true, status: true, port: true, error: true, outputJson: true },
    }),
    readRunEvents(runId),
  ]);
  const open = findOpenPieces(events.map((logged) => logged.event)).messages;
  const ended = new Map<string, NodeStepResult>();
  const nextAttempts = new Map<string, number>();
  for (const row of nodeRuns) {
    const node = execution.nodes.get(row.nodeId);
    if (!node) continue;
    const stored = { attempt: row.attempt };
    if (row.status === "completed") {
      const message = open.find((one) => one.nodeId === row.nodeId && one.audience === "everyone");
      const updates = row.kind === "assigner" ? stateUpdatesOf(row.outputJson) : undefined;
      ended.set(row.nodeId, {
        status: "completed",
        stored,
        ...(row.port === null ? {} : { port: row.port }),
        ...(updates ? { stateUpdates: updates } : {}),
        ...(message ? { openMessage: { id: message.messageId, text: message.text } } : {}),
      });
    } else if (row.status === "failed") {
      const error = row.error as unknown as ErrorRecord;
      const { isRetriable } = errorTable[error.code];
      const isLast = decideRetry(node.retry, row.attempt, { isRetriable, retryAfterMs: undefined }).kind === "fail";
      if (isLast) ended.set(row.nodeId, { status: "failed", error, output: failureOutput(error), port: portAfterFailure(node) });
      nextAttempts.set(row.nodeId, Math.max(nextAttempts.get(row.nodeId) ?? 1, row.attempt + 1));
    } else {
      nextAttempts.set(row.nodeId, Math.max(nextAttempts.get(row.nodeId) ?? 1, row.attempt));
    }
  }
  return { ended: [...ended], nextAttempts: [...nextAttempts].filter(([nodeId]) => !ended.has(nodeId)) };
}

function stateUpdatesOf(output: unknown): Record<string, Json> | undefined {
  if (!isJsonObject(output) || !isJsonObject(output.state_updates)) return undefined;
  return output.state_updates;
}
