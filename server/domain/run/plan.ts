import { DomainError } from "../errors";
import { defaultPort, errorPort } from "../nodes/definition";
import { resolveKind } from "../nodes/registry";
import { buildGraph, type Graph } from "../workflow/graph";
import type { Workflow, WorkflowNode } from "../workflow/schema";
import type { NodeStatus } from "./status";

/** What the planner needs to know of a node. `port` is the way out that a completed node took; absent means its only one. */
export interface NodeState {
  status: NodeStatus;
  port?: string | undefined;
}

export type NodeStates = ReadonlyMap<string, NodeState>;

/** A workflow prepared for planning. Compile once per run. */
export interface RunGraph {
  graph: Graph;
  /** Whether the node at that position begins the run. */
  isStart: readonly boolean[];
}

export interface RunPlan {
  /** Ids of the nodes to start now; they may run in parallel. */
  ready: string[];
  /** Ids of the nodes that will never run, sources before targets. */
  skipped: string[];
  /** Nothing runs and nothing more is to be started. */
  isDone: boolean;
}

/**
 * A body has no start: it begins with the nodes that nothing leads to.
 * @throws DomainError `invalid_workflow` for a graph with a cycle, in which some nodes could never become ready.
 */
export function compileGraph(
  workflow: Pick<Workflow, "nodes" | "edges">,
  { isBody = false }: { isBody?: boolean } = {},
): RunGraph {
  const graph = buildGraph(workflow);
  if (graph.order.length !== graph.nodes.length) {
    throw new DomainError(
      "invalid_workflow",
      "The workflow has nodes that lead around in a circle, so it cannot be run.",
    );
  }
  const isStart = graph.nodes.map((node, index) =>
    isBody ? (graph.incoming[index] ?? []).length === 0 : resolveKind(node.type) === "start",
  );
  return { graph, isStart };
}

/** What became of a node, as its outgoing edges see it: the port by which it was left; `dead` when it never is; or still open. */
type Passage = string | typeof dead | undefined;

const dead = Symbol("dead");

/**
 * What to do next. A start is ready at once. Any other node is ready when none of its incoming edges is open and at least
 * one is live, and skipped when all are dead; skips carry on in the same call. After a failure that nothing handles, or a
 * cancellation, nothing new is started. Nodes without a state count as pending. Linear in nodes and edges.
 */
export function planRun({ graph, isStart }: RunGraph, states: NodeStates): RunPlan {
  let isStopping = false;
  const ready: string[] = [];
  const skipped: string[] = [];
  const passages: Passage[] = graph.nodes.map(() => undefined);
  let isRunning = false;
  for (const index of graph.order) {
    const node = graph.nodes[index];
    if (node === undefined) continue;
    const state = states.get(node.id);
    if (state !== undefined && state.status !== "pending") {
      isRunning ||= state.status === "running";
      isStopping ||= state.status === "cancelled" || (state.status === "failed" && !isFailureHandled(node));
      passages[index] = passageOf(node, state);
      continue;
    }
    const turn = isStart[index] ? "ready" : turnOf(graph, passages, index);
    if (turn === "ready") ready.push(node.id);
    if (turn === "skipped") {
      skipped.push(node.id);
      passages[index] = dead;
    }
  }
  if (isStopping) return { ready: [], skipped: [], isDone: !isRunning };
  return { ready, skipped, isDone: !isRunning && ready.length === 0 };
}

function turnOf(graph: Graph, passages: readonly Passage[], index: number): "ready" | "skipped" | "waiting" {
  let hasLive = false;
  for (const edge of graph.incoming[index] ?? []) {
    const passage = passages[edge.source];
    if (passage === undefined) return "waiting";
    hasLive ||= passage === edge.port;
  }
  return hasLive ? "ready" : "skipped";
}

function passageOf(node: WorkflowNode, state: NodeState): Passage {
  switch (state.status) {
    case "completed":
      return state.port ?? defaultPort;
    case "failed":
      return node.on_error === "branch" ? errorPort : defaultPort;
    case "skipped":
    case "cancelled":
      return dead;
    default:
      return undefined;
  }
}

/** Whether the run goes on when this node fails: past it (`continue`) or by its error port (`branch`). */
export function isFailureHandled(node: Pick<WorkflowNode, "on_error">): boolean {
  return node.on_error === "continue" || node.on_error === "branch";
}
