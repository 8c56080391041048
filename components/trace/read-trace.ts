import { resolveKind } from "@/server/domain/nodes/registry";

import type { RunDetail, TraceSpan } from "./types";

/** The spans of a run, and one for each node that was passed over, which has left no span of its own. */
export function readTrace(run: Pick<RunDetail, "id" | "spans" | "nodeRuns" | "inputTokens" | "outputTokens" | "costMicros">): TraceSpan[] {
  const nodeRuns = new Map(run.nodeRuns.map((node) => [`${node.nodeId}:${node.attempt}`, node]));
  const spans = run.spans.map((span): TraceSpan => {
    const node = span.kind === "node" ? nodeRuns.get(`${span.nodeId}:${span.attempt}`) : undefined;
    // A call keeps what it cost itself, a node and the run what their calls cost together.
    const costs = span.kind === "run" ? run : node;
    return {
      id: span.id,
      parentId: span.parentId,
      kind: span.kind,
      nodeKind: span.kind === "node" ? resolveKind(node?.kind ?? String(span.attributes.kind ?? "")) : undefined,
      nodeId: span.nodeId,
      name: span.name,
      attempt: span.attempt,
      status: span.status,
      error: span.error,
      attributes: span.attributes,
      inputTokens: costs?.inputTokens ?? numberOf(span.attributes.input_tokens) ?? 0,
      outputTokens: costs?.outputTokens ?? numberOf(span.attributes.output_tokens) ?? 0,
      costMicros: costs?.costMicros ?? numberOf(span.attributes.cost_micros) ?? 0,
      firstTokenMs: numberOf(span.attributes.first_token_ms) ?? null,
      startedAtMs: span.startedAt.getTime(),
      endedAtMs: span.endedAt?.getTime() ?? null,
    };
  });
  const drawn = new Set(spans.flatMap((span) => (span.kind === "node" && span.nodeId !== null ? [span.nodeId] : [])));
  const root = spans.find((span) => span.kind === "run");
  for (const node of run.nodeRuns) {
    if (node.status !== "skipped" || drawn.has(node.nodeId)) continue;
    spans.push({
      id: skippedSpanId(node.nodeId),
      parentId: root?.id ?? null,
      kind: "node",
      nodeKind: resolveKind(node.kind),
      nodeId: node.nodeId,
      name: node.title,
      attempt: node.attempt,
      status: "skipped",
      error: null,
      attributes: {},
      inputTokens: 0,
      outputTokens: 0,
      costMicros: 0,
      firstTokenMs: null,
      startedAtMs: null,
      endedAtMs: null,
    });
  }
  return spans;
}

/** The id of the row of a node that was passed over; a colon after the first letters keeps it apart from stored ids. */
export function skippedSpanId(nodeId: string): string {
  return `skipped:${nodeId}`;
}

/** What the server knows of a span beyond the outline can be asked for, unless it is the row of a node that was passed over. */
export function isStored(span: TraceSpan): boolean {
  return span.startedAtMs !== null;
}

/** The span that a reader wants to see first: the deepest one that failed, else the whole run. */
export function firstSpanToShow(spans: readonly TraceSpan[]): string | undefined {
  const failed = spans.filter((span) => span.status === "failed" && span.kind !== "run");
  const parents = new Set(failed.map((span) => span.parentId));
  return (failed.findLast((span) => !parents.has(span.id)) ?? spans.find((span) => span.kind === "run") ?? spans[0])?.id;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
