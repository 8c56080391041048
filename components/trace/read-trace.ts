import { resolveKind } from "@/server/domain/nodes/registry";
import { documentNodeIdOf, frameOf, holderOf, nodeAddressOf, stageOf } from "@/server/domain/run/address";
import { unpackSpans } from "@/server/domain/run/trace";

import { emptySpan } from "./empty-span";
import type { NodeRun, RunTrace, TraceSpan } from "./types";

type TracedRun = Pick<
  RunTrace,
  "dsl" | "spans" | "nodeRuns" | "segments" | "fork" | "inputTokens" | "outputTokens" | "costMicros"
>;

/**
 * The spans of an execution, and one for each node that has left no span of its own: those that were passed over, and those
 * whose results were taken over from another execution.
 */
export function readTrace(run: TracedRun): TraceSpan[] {
  const nodeRuns = new Map(run.nodeRuns.map((node) => [`${node.runId}:${node.nodeId}:${node.attempt}`, node]));
  const order = graphOrder(run.dsl);
  const orderOf = (address: string | null) => order.get(documentNodeIdOf(address ?? "")) ?? 0;
  const spans = unpackSpans(run.spans).map(({ segment, ...span }): TraceSpan => {
    const runId = run.segments[segment]?.id ?? "";
    const node = span.kind === "node" ? nodeRuns.get(`${runId}:${span.nodeId}:${span.attempt}`) : undefined;
    // A call keeps what it cost itself, a node and the run what their calls cost together.
    const costs = span.kind === "run" ? run : (node ?? span);
    return {
      ...emptySpan,
      ...span,
      runId,
      storedId: span.id,
      nodeKind: span.kind === "node" ? resolveKind(node?.kind ?? span.nodeKind ?? "") : undefined,
      inputTokens: costs.inputTokens ?? 0,
      outputTokens: costs.outputTokens ?? 0,
      costMicros: costs.costMicros ?? 0,
      order: orderOf(span.nodeId),
    };
  });
  const spanOf = new Map(spans.flatMap((span) => (span.kind === "node" ? [[span.nodeId, span] as const] : [])));
  const root = spans.find((span) => span.kind === "run");
  for (const node of run.nodeRuns) {
    if (spanOf.has(node.nodeId) || (node.keptFrom === null && node.status !== "skipped")) continue;
    const row = rowWithoutSpan(node, orderOf(node.nodeId));
    const around = spanOf.get(nodeAddressOf(node.nodeId)) ?? root;
    const holder = spanOf.get(nodeAddressOf(holderOf(node.nodeId) ?? "")) ?? root;
    if (node.keptFrom === null) spans.push({ ...row, id: skippedSpanId(node.nodeId), parentId: holder?.id ?? null });
    else if (isWorthARow(node, spanOf)) {
      const startedAtMs = around?.startedAtMs ?? null;
      spans.push({
        ...row,
        id: keptSpanId(node.nodeId),
        parentId: around?.id ?? null,
        kind: kindOfKept(node.nodeId),
        keptFrom: node.keptFrom,
        isEdited: run.fork?.edit?.address === node.nodeId,
        startedAtMs,
        endedAtMs: startedAtMs,
      });
    }
  }
  return spans;
}

/**
 * Of what was taken over: nodes, and the rounds and calls of an agent that went on; not what a node began with, what was inside
 * another, or the pieces of a node that was taken over whole.
 */
function isWorthARow({ nodeId, status }: NodeRun, spanOf: ReadonlyMap<string | null, TraceSpan>): boolean {
  const stage = stageOf(nodeId);
  if (status === "skipped" || frameOf(nodeId) !== "" || stage === "0" || stage === "end") return false;
  return stage === undefined || spanOf.has(nodeAddressOf(nodeId));
}

/** An agent's rounds are model calls and its calls are calls of tools, though no span tells of them here. */
function kindOfKept(address: string): TraceSpan["kind"] {
  const stage = stageOf(address);
  if (stage === undefined) return "node";
  return stage.includes(".") ? "tool" : "llm";
}

function rowWithoutSpan(node: NodeRun, order: number): TraceSpan {
  return {
    ...emptySpan,
    runId: node.runId,
    kind: "node",
    nodeKind: resolveKind(node.kind),
    nodeId: node.nodeId,
    name: node.title,
    attempt: node.attempt,
    status: node.status === "pending" ? "running" : node.status,
    order,
  };
}

/** A place for each node so that none stands before one that leads to it; what lies on a circle comes last. */
function graphOrder({ nodes, edges }: RunTrace["dsl"]): Map<string, number> {
  const order = new Map<string, number>();
  const from = Map.groupBy(edges, (edge) => edge.source);
  const to = Map.groupBy(edges, (edge) => edge.target);
  const open = new Map(nodes.map((node) => [node.id, to.get(node.id)?.length ?? 0]));
  const ready = nodes.filter((node) => open.get(node.id) === 0).map((node) => node.id);
  for (const id of ready) {
    order.set(id, order.size);
    for (const { target } of from.get(id) ?? []) {
      const left = (open.get(target) ?? 0) - 1;
      open.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return order;
}

/** The id of the row of a node that was passed over; a colon after the first letters keeps it apart from stored ids. */
export function skippedSpanId(nodeId: string): string {
  return `skipped:${nodeId}`;
}

/** The same for a piece whose result was taken over from another execution. */
export function keptSpanId(address: string): string {
  return `kept:${address}`;
}

/** The span that a reader wants to see first: of a failed run the deepest that failed last, else the whole run. */
export function firstSpanToShow(spans: readonly TraceSpan[]): string | undefined {
  const run = spans.find((span) => span.kind === "run");
  if (run && run.status !== "failed") return run.id;
  const failed = spans.filter((span) => span.status === "failed" && span.kind !== "run");
  const parents = new Set(failed.map((span) => span.parentId));
  return (failed.findLast((span) => !parents.has(span.id)) ?? run ?? spans[0])?.id;
}
