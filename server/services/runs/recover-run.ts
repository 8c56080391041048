import { db } from "@/server/db";
import type { ErrorRecord } from "@/server/domain/errors";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import { findOpenPieces } from "@/server/domain/run/open-pieces";
import type { NodeKind, WorkflowNode } from "@/server/domain/workflow/schema";
import { readRunEvents } from "@/server/events/read-events";
import type { NodeAttempt } from "@/server/services/runs/describe-node";
import type { StageResult } from "@/server/services/runs/execute-stage";
import type { Execution } from "@/server/services/runs/load-execution";
import { type NodeStepResult, readOutput } from "@/server/services/runs/node-results";
import { type EndedAttempt, restoreResult, retryAfter } from "@/server/services/runs/restore-result";

/** The last known attempt of a piece of a run, from the run's own rows: plain JSON, so that a step can return it. */
export type KnownAttempt = { address: string } & (EndedAttempt | { status: "running"; attempt: number });

/**
 * What earlier hand-overs of a run, or the run that it resumes, had come to: an engine that lost its memory, or a new epoch,
 * goes on from there and does nothing twice that had ended. In the order in which the pieces ended. Outputs stay where they
 * are and are read when they are needed.
 */
export function recoverRun(execution: Execution): Promise<KnownAttempt[]> {
  return recover(execution, {});
}

/** The same for what lies inside the items, passes or inner workflow of the piece at an address. */
export function recoverInside(execution: Execution, address: string): Promise<KnownAttempt[]> {
  return recover(execution, { nodeId: { startsWith: `${address}[` } });
}

async function recover(execution: Execution, of: { nodeId?: { startsWith: string } }): Promise<KnownAttempt[]> {
  const { runId, tenantId } = execution.target;
  const rows = await db.nodeRun.findMany({
    where: { runId, tenantId, ...of, status: { in: ["running", "completed", "failed"] } },
    orderBy: [{ endedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    select: endedAttemptColumns,
  });
  // Most iterations begin with nothing known of them; a run's events are many.
  if (rows.length === 0) return [];
  const [events, updates] = await Promise.all([readRunEvents(runId), readStateUpdates(execution)]);
  const open = findOpenPieces(events.map((logged) => logged.event));
  const latest = new Map<string, KnownAttempt>();
  for (const row of rows) {
    const earlier = latest.get(row.nodeId);
    if (earlier && earlier.attempt > row.attempt) continue;
    latest.delete(row.nodeId);
    latest.set(
      row.nodeId,
      row.status === "running"
        ? { address: row.nodeId, status: "running", attempt: row.attempt }
        : { address: row.nodeId, ...endedAttempt(row, open, updates.get(`${row.nodeId}:${row.attempt}`)) },
    );
  }
  return [...latest.values()];
}

/** The result of one attempt of a node that has ended, or nothing when it has not. */
export async function findEndedAttempt(
  execution: Execution,
  node: WorkflowNode,
  { nodeId, attempt }: Pick<NodeAttempt, "nodeId" | "attempt">,
): Promise<NodeStepResult | undefined> {
  const { runId, tenantId } = execution.target;
  const [row, events, updates] = await Promise.all([
    db.nodeRun.findFirst({
      where: { runId, tenantId, nodeId, attempt, status: { in: ["completed", "failed"] } },
      select: endedAttemptColumns,
    }),
    readRunEvents(runId),
    readStateUpdates(execution, nodeId),
  ]);
  if (!row) return undefined;
  const open = findOpenPieces(events.map(({ event }) => event));
  return restoreResult(node, endedAttempt(row, open, updates.get(`${nodeId}:${attempt}`)));
}

/** The same for one attempt of a stage. What it used is not counted again by the node's end, which it may have written. */
export async function findEndedStage<Value extends object>(
  execution: Execution,
  node: WorkflowNode,
  about: Pick<NodeAttempt, "nodeId" | "attempt">,
  stage: { nodeId: string; attempt: number },
): Promise<StageResult<Value> | undefined> {
  const { runId, tenantId } = execution.target;
  const row = await db.nodeRun.findFirst({
    where: { runId, tenantId, nodeId: stage.nodeId, attempt: stage.attempt, status: { in: ["completed", "failed"] } },
    select: {
      status: true,
      error: true,
      inputTokens: true,
      outputTokens: true,
      costMicros: true,
    },
  });
  if (!row) return undefined;
  const ended = await findEndedAttempt(execution, node, about);
  if (row.status === "completed") {
    const { inputTokens, outputTokens, costMicros } = row;
    return {
      status: "completed",
      attempt: stage.attempt,
      totals: { inputTokens, outputTokens, costMicros: Number(costMicros) },
      ...(ended ? { node: ended } : {}),
    };
  }
  if (ended) return { status: "failed", node: ended };
  const retry = retryAfter(node, stage.attempt, row.error as unknown as ErrorRecord);
  return retry.kind === "retry" ? { status: "retry", retryInMs: retry.delayMs } : undefined;
}

/** What a stage that has ended came to, read back. */
export async function readStageValue<Value extends object>(
  execution: Execution,
  address: string,
  attempt: number,
): Promise<Value> {
  const { output } = await readOutput(execution, address, { attempt });
  return output as Value;
}

/** Kinds that set state; what they have set is in their output. Other outputs are not read here: they may be large and many. */
const statefulKinds = ["assigner", "loop"] satisfies NodeKind[];

/** What nodes of a run have set, by address and attempt, also where it is so large that it is stored apart. */
async function readStateUpdates(execution: Execution, nodeId?: string): Promise<Map<string, JsonObject>> {
  const { runId, tenantId } = execution.target;
  const rows = await db.nodeRun.findMany({
    where: { runId, tenantId, kind: { in: statefulKinds }, status: "completed", ...(nodeId ? { nodeId } : {}) },
    select: { nodeId: true, attempt: true, outputJson: true, outputArtifactId: true },
  });
  const updates = new Map<string, JsonObject>();
  for (const { nodeId: address, attempt, outputJson, outputArtifactId: artifactId } of rows) {
    const output = artifactId ? (await readOutput(execution, address, { artifactId })).output : outputJson;
    if (!isJsonObject(output) || !isJsonObject(output.state_updates)) continue;
    updates.set(`${address}:${attempt}`, output.state_updates);
  }
  return updates;
}

const endedAttemptColumns = { nodeId: true, attempt: true, status: true, port: true, error: true } as const;

type Row = {
  nodeId: string;
  attempt: number;
  status: string;
  port: string | null;
  error: unknown;
};

function endedAttempt(
  row: Row,
  open: ReturnType<typeof findOpenPieces>,
  stateUpdates: JsonObject | undefined,
): EndedAttempt {
  const { attempt, port } = row;
  if (row.status === "failed") return { status: "failed", attempt, error: row.error as ErrorRecord };
  const message = open.messages.find(
    ({ nodeId, audience }) => isPieceOf(nodeId, row.nodeId) && audience === "everyone",
  );
  return {
    status: "completed",
    attempt,
    ...(port === null ? {} : { port }),
    ...(stateUpdates ? { stateUpdates } : {}),
    ...(message ? { openMessage: { id: message.messageId, text: message.text } } : {}),
  };
}

/** An agent's last round says what the agent says. */
function isPieceOf(address: string, nodeAddress: string): boolean {
  return address === nodeAddress || address.startsWith(`${nodeAddress}#`);
}
