import { newId } from "@/server/ids";
import type {
  ArtifactWrite,
  EffectIntent,
  MessageWrite,
  NodeRunWrite,
  Progress,
  SpanWrite,
  UsageWrite,
} from "@/server/progress/progress";

/*
 * The rows of a write as the write statement reads them, named by its columns. What is undefined is left out of the JSON and
 * read as null.
 */

export type NodeRow = ReturnType<typeof nodeRow>;

/**
 * @param saidAt when it was handed in, in milliseconds of `performance.now()`: it may have waited for others
 * @param earlier what the same batch said of this attempt before; what only that one knew is kept
 */
export function nodeRow(
  node: NodeRunWrite,
  saidAt: number,
  earlier?: { input?: NodeRunWrite["input"]; claim?: string },
) {
  return {
    id: newId(),
    node_id: node.nodeId,
    kind: node.kind,
    title: node.title,
    attempt: node.attempt,
    status: node.status,
    claim: node.claim ?? earlier?.claim,
    port: node.port,
    input: node.input ?? earlier?.input,
    output_text: node.outputText,
    output_json: node.outputJson,
    output_artifact_id: node.outputArtifactId,
    error: node.error,
    input_tokens: node.inputTokens,
    output_tokens: node.outputTokens,
    cost_micros: node.costMicros,
    duration_ms: node.durationMs,
    ago_ms: performance.now() - (node.at ?? saidAt),
  };
}

export type SpanRow = ReturnType<typeof spanRow>;

/** @param earlier what the same batch said of this span before; what only that one knew is kept */
export function spanRow(span: SpanWrite, earlier?: Pick<SpanWrite, "input" | "attributes">) {
  return {
    id: span.id,
    parent_id: span.parentId,
    node_id: span.nodeId,
    attempt: span.attempt,
    kind: span.kind,
    name: span.name,
    status: span.status,
    attributes: { ...earlier?.attributes, ...span.attributes },
    input: span.input ?? earlier?.input,
    output: span.output,
    error: span.error,
    started_at_ms: span.startedAtMs,
    ended_at_ms: span.endedAtMs,
  };
}

/** @param ord its place among the messages of the batch */
export function messageRow(message: MessageWrite, ord: number) {
  return {
    id: message.id,
    role: message.role,
    content: message.content,
    node_id: message.nodeId,
    tool_calls: message.toolCalls,
    tool_call_id: message.toolCallId,
    input_tokens: message.inputTokens,
    output_tokens: message.outputTokens,
    cost_micros: message.costMicros,
    ord,
  };
}

export function usageRow(entry: UsageWrite) {
  return {
    id: entry.id,
    node_id: entry.nodeId,
    span_id: entry.spanId,
    provider: entry.provider,
    model: entry.model,
    input_tokens: entry.inputTokens,
    cached_tokens: entry.cachedTokens,
    output_tokens: entry.outputTokens,
    cost_micros: entry.costMicros,
    is_price_known: entry.isPriceKnown,
    is_estimated: entry.isEstimated,
    status: entry.status,
    latency_ms: Math.round(entry.latencyMs),
    first_token_ms: entry.firstTokenMs === undefined ? undefined : Math.round(entry.firstTokenMs),
  };
}

export function artifactRow(artifact: ArtifactWrite) {
  return {
    id: artifact.id,
    node_id: artifact.nodeId,
    kind: artifact.kind,
    name: artifact.name,
    mime: artifact.mime,
    content: artifact.content,
  };
}

export function intendedRow(effect: EffectIntent) {
  return { id: newId(), key: effect.key, node_id: effect.nodeId, request: effect.request };
}

export interface RunChangeRow extends Partial<NonNullable<Progress["ending"]>> {
  run_id: string;
  epoch: number;
  rests_for_ms: number;
}

/** @param earlier what the same batch said of this run before */
export function runChangeRow({ target, ending, restsForMs = 0 }: Progress, earlier?: RunChangeRow): RunChangeRow {
  return {
    ...earlier,
    run_id: target.runId,
    epoch: target.epoch,
    ...ending,
    rests_for_ms: Math.max(restsForMs, earlier?.rests_for_ms ?? 0),
  };
}
