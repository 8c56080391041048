import { db } from "@/server/db";
import { findOpenPieces } from "@/server/domain/run/open-pieces";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { readRunEvents } from "@/server/events/read-events";
import type { Execution } from "@/server/services/runs/load-execution";
import type { NodeStepResult } from "@/server/services/runs/node-results";
import { endedAttemptColumns, restoreResult } from "@/server/services/runs/restore-result";

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
      select: endedAttemptColumns,
    }),
    readRunEvents(runId),
  ]);
  const open = findOpenPieces(events.map((logged) => logged.event));
  const ended = new Map<string, NodeStepResult>();
  const nextAttempts = new Map<string, number>();
  for (const row of nodeRuns) {
    const node = execution.nodes.get(row.nodeId);
    if (!node) continue;
    if (row.status === "running") {
      nextAttempts.set(row.nodeId, Math.max(nextAttempts.get(row.nodeId) ?? 1, row.attempt));
      continue;
    }
    const result = restoreResult(node, row, open);
    if (result.status === "retry")
      nextAttempts.set(row.nodeId, Math.max(nextAttempts.get(row.nodeId) ?? 1, row.attempt + 1));
    else ended.set(row.nodeId, result);
  }
  return { ended: [...ended], nextAttempts: [...nextAttempts].filter(([nodeId]) => !ended.has(nodeId)) };
}

/** The result of one attempt that has ended, or nothing when it has not. */
export async function findEndedAttempt(
  { target }: Execution,
  node: WorkflowNode,
  attempt: number,
): Promise<NodeStepResult | undefined> {
  const { runId, tenantId } = target;
  const [row, events] = await Promise.all([
    db.nodeRun.findFirst({
      where: { runId, tenantId, nodeId: node.id, attempt, status: { in: ["completed", "failed"] } },
      select: endedAttemptColumns,
    }),
    readRunEvents(runId),
  ]);
  return row ? restoreResult(node, row, findOpenPieces(events.map((logged) => logged.event))) : undefined;
}
