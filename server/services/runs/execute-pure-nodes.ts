import { pool } from "@/server/db";
import { databaseRefusal } from "@/server/domain/database-refusal";
import { DomainError } from "@/server/domain/errors";
import { decidePure, type PureKind, pureKindOf } from "@/server/domain/nodes/decide-pure";
import type { NodeOutput } from "@/server/domain/nodes/outcome";
import type { RunEvent } from "@/server/domain/run/events";
import { type NodeState, planRun } from "@/server/domain/run/plan";
import { sanitiseJson } from "@/server/domain/text";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import { logger } from "@/server/logger";
import { FencedError, type Progress } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import {
  describeNode,
  endedSpan,
  nodeSpan,
  portAfterFailure,
  skippedNodeRun,
} from "@/server/services/runs/describe-node";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { toErrorRecord } from "@/server/services/runs/node-journal";
import {
  contextFor,
  failureOutput,
  type NodeStepResult,
  type NodeSurroundings,
  packOutput,
} from "@/server/services/runs/node-results";

export interface PureRequest extends NodeSurroundings {
  states: ReadonlyMap<string, NodeState>;
  skipped: readonly string[];
}

export interface PureOutcome {
  isLost: boolean;
  /** In the order in which they ended. */
  ended: [nodeId: string, result: NodeStepResult][];
}

/** One group stays far below the 4 MB that an engine takes as a step's output. */
const largestGroupBytes = 1 << 20;
const largestGroup = 250;

type Rows = Required<Pick<Progress, "nodeRuns" | "spans" | "events" | "artifacts">>;

/**
 * Runs the pure nodes that are ready, and those that become ready by them, as one durable step with one write. When the step
 * is repeated after a crash, what was written is left as it is: the same decisions come out again.
 */
export async function executePureNodes(execution: Execution, frame: Frame, request: PureRequest): Promise<PureOutcome> {
  const states = new Map(request.states);
  const results = new Map(request.results);
  const state = { ...request.state };
  const seen = (): NodeSurroundings => ({ results, count: results.size, hasStored: request.hasStored, state });
  const rows: Rows = { nodeRuns: [], spans: [], events: [], artifacts: [] };
  const ended: PureOutcome["ended"] = [];
  let bytes = 0;

  for (let ready = pureReady(frame, states); ready.length > 0; ready = pureReady(frame, states)) {
    for (const { node, kind } of ready) {
      if (ended.length >= largestGroup || bytes >= largestGroupBytes) break;
      const { result, output, size } = await decide(execution, frame, node, kind, seen(), rows);
      bytes += size;
      // A large output is only stored with the whole group, so the group's own nodes are given it directly.
      results.set(node.id, output ? { ...result, ...output, stored: undefined } : result);
      Object.assign(state, result.stateUpdates);
      states.set(node.id, { status: result.status === "completed" ? "completed" : "failed", port: result.port });
      ended.push([node.id, result]);
    }
    if (ended.length >= largestGroup || bytes >= largestGroupBytes) break;
  }

  const first = ended[0]?.[0];
  if (first === undefined) return { isLost: false, ended };
  try {
    rows.nodeRuns.unshift(...request.skipped.map((id) => skippedNodeRun(frame, id)));
    faultPoint("before-pure-write", first);
    const address = addressIn(frame, first);
    if (execution.target.trail?.mayRunAhead) {
      const { durable } = await progressWriter.writeSoon(
        { target: execution.target, ...rows },
        { node: `${address}:1` },
      );
      void durable.then(
        () => faultPoint("after-pure-write", first),
        () => undefined,
      );
      return { isLost: false, ended };
    }
    // Fenced by its first node: of several executions of the same group one writes.
    const target = { ...execution.target, attempt: { nodeId: address, attempt: 1, claim: newId() } };
    await progressWriter.write({ target, ...rows });
    faultPoint("after-pure-write", first);
    return { isLost: false, ended };
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
    return (await wasWritten(execution, addressIn(frame, first)))
      ? { isLost: false, ended }
      : { isLost: true, ended: [] };
  }
}

function pureReady(frame: Frame, states: Map<string, NodeState>): { node: WorkflowNode; kind: PureKind }[] {
  const plan = planRun(frame.graph, states);
  return plan.ready.flatMap((nodeId) => {
    const node = frame.nodes.get(nodeId);
    const kind = node && pureKindOf(node);
    return node && kind ? [{ node, kind }] : [];
  });
}

async function decide(
  execution: Execution,
  frame: Frame,
  node: WorkflowNode,
  kind: PureKind,
  surroundings: NodeSurroundings,
  rows: Rows,
): Promise<{ result: NodeStepResult; output?: NodeOutput; size: number }> {
  const about = describeNode(frame, node, 1);
  const span = nodeSpan(execution.target.runId, frame, about);
  const startedAt = performance.now();
  const finish = (ending: Pick<Extract<RunEvent, { type: "node.finished" }>, "status" | "port" | "error">): number => {
    const durationMs = performance.now() - startedAt;
    rows.events.push(
      { type: "node.started", ...about },
      { type: "node.finished", ...about, ...ending, durationMs, costMicros: 0 },
    );
    return durationMs;
  };
  try {
    const { input, port, stateUpdates, ...produced } = decidePure(
      node,
      kind,
      await contextFor(execution, frame, node.id, surroundings),
    );
    const output = produced.output === undefined ? produced : { ...produced, output: sanitiseJson(produced.output) };
    const { inline, bytes, artifact } = packOutput(output, about.nodeId);
    const durationMs = finish({ status: "completed", port });
    if (artifact) rows.artifacts.push(artifact);
    rows.nodeRuns.push({
      ...about,
      status: "completed",
      port,
      input,
      durationMs,
      // The group is handed in as a whole.
      at: performance.now(),
      outputText: inline.text,
      outputJson: inline.output,
      outputArtifactId: artifact?.id,
    });
    rows.spans.push(endedSpan(span, durationMs, { status: "completed", input, output: { ...inline } }));
    const stored = artifact && { artifactId: artifact.id };
    const result: NodeStepResult = { status: "completed", port, ...inline, stored, stateUpdates };
    return artifact ? { result, output, size: 0 } : { result, size: bytes };
  } catch (failure) {
    // What it reads may be stored: that the database is away is not the node's failure, and the engine tries again.
    if (databaseRefusal(failure)) throw failure;
    const error = toErrorRecord(failure, about.nodeId);
    if (!(failure instanceof DomainError))
      logger.error({ err: failure, nodeId: node.id }, "a node failed unexpectedly");
    const port = portAfterFailure(node);
    const durationMs = finish({ status: "failed", error });
    rows.nodeRuns.push({
      ...about,
      status: "failed",
      error,
      port,
      input: node.config,
      durationMs,
      at: performance.now(),
    });
    rows.spans.push(endedSpan(span, durationMs, { status: "failed", error, input: node.config }));
    return { result: { status: "failed", error, port, output: failureOutput(error) }, size: 0 };
  }
}

/** Whether the group is in the log already and the run is still ours, so that it goes on from there. */
async function wasWritten(execution: Execution, firstNodeId: string): Promise<boolean> {
  const { runId, epoch } = execution.target;
  const { rowCount } = await pool.query({
    name: "find-pure-group",
    text: `select 1 from node_run n join run r on r.id = n.run_id
      where n.run_id = $1 and n.node_id = $2 and n.attempt = 1 and n.status in ('completed', 'failed')
        and r.epoch = $3 and r.status = 'running'`,
    values: [runId, firstNodeId, epoch],
  });
  return rowCount === 1;
}
