import { resolveKind } from "@/server/domain/nodes/registry";
import { unpackSpans } from "@/server/domain/run/trace";

import type { RunTrace, TraceSpan } from "./types";

type TracedRun = Pick<RunTrace, "dsl" | "spans" | "nodeRuns" | "inputTokens" | "outputTokens" | "costMicros">;

/** The spans of a run, and one for each node that was passed over, which has left no span of its own. */
export function readTrace(run: TracedRun): TraceSpan[] {
  const nodeRuns = new Map(run.nodeRuns.map((node) => [`${node.nodeId}:${node.attempt}`, node]));
  const order = graphOrder(run.dsl);
  const spans = unpackSpans(run.spans).map((span): TraceSpan => {
    const node = span.kind === "node" ? nodeRuns.get(`${span.nodeId}:${span.attempt}`) : undefined;
    // A call keeps what it cost itself, a node and the run what their calls cost together.
    const costs = span.kind === "run" ? run : (node ?? span);
    return {
      ...span,
      nodeKind: span.kind === "node" ? resolveKind(node?.kind ?? span.nodeKind ?? "") : undefined,
      inputTokens: costs.inputTokens ?? 0,
      outputTokens: costs.outputTokens ?? 0,
      costMicros: costs.costMicros ?? 0,
      order: order.get(span.nodeId ?? "") ?? 0,
    };
  });
  const drawn = new Set(spans.flatMap((span) => (span.kind === "node" && span.nodeId !== null ? [span.nodeId] : [])));
  const root = spans.find((span) => span.kind === "run");
  for (const node of run.nodeRuns) {
    if (node.status === "skipped" && !drawn.has(node.nodeId))
      spans.push(passedOver(node, root?.id ?? null, order.get(node.nodeId) ?? 0));
  }
  return spans;
}

function passedOver(node: RunTrace["nodeRuns"][number], parentId: string | null, order: number): TraceSpan {
  return {
    id: skippedSpanId(node.nodeId),
    parentId,
    kind: "node",
    nodeKind: resolveKind(node.kind),
    nodeId: node.nodeId,
    name: node.title,
    attempt: node.attempt,
    status: "skipped",
    error: null,
    model: null,
    host: null,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: 0,
    firstTokenMs: null,
    startedAtMs: null,
    endedAtMs: null,
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

/** What the server knows of a span beyond the outline can be asked for, unless it is the row of a node that was passed over. */
export function isStored(span: TraceSpan): boolean {
  return span.startedAtMs !== null;
}

/** The span that a reader wants to see first: of a failed run the deepest that failed last, else the whole run. */
export function firstSpanToShow(spans: readonly TraceSpan[]): string | undefined {
  const run = spans.find((span) => span.kind === "run");
  if (run && run.status !== "failed") return run.id;
  const failed = spans.filter((span) => span.status === "failed" && span.kind !== "run");
  const parents = new Set(failed.map((span) => span.parentId));
  return (failed.findLast((span) => !parents.has(span.id)) ?? run ?? spans[0])?.id;
}
