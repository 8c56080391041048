import type { Progress, RunTarget } from "@/server/progress/progress";
import { newId } from "@/server/ids";

/** What the fence admits or not: a run, or within it one execution of a node's attempt. */
export function targetKey(target: Pick<RunTarget, "runId" | "epoch" | "attempt">): string {
  return `${target.runId}:${target.epoch}:${scopeOf(target)}`;
}

function scopeOf({ attempt }: Pick<RunTarget, "attempt">): string {
  return attempt ? `${attempt.nodeId}:${attempt.attempt}:${attempt.claim}` : "";
}

/**
 * How many of the waiting writes, from the first on, may go into one statement. Two executions of the same attempt never do:
 * the later one must see what the earlier has committed, or both would begin it, or end it.
 */
export function batchLength(waiting: readonly Progress[], largest: number): number {
  const executionOf = new Map<string, string>();
  for (const [index, { target, nodeRuns = [] }] of waiting.slice(0, largest).entries()) {
    const execution = target.attempt?.claim ?? nodeRuns.find((node) => node.claim)?.claim ?? "";
    for (const { nodeId, attempt } of target.attempt ? [target.attempt, ...nodeRuns] : nodeRuns) {
      const key = `${target.runId}:${nodeId}:${attempt}`;
      const other = executionOf.get(key);
      if (other !== undefined && other !== execution) return index;
      executionOf.set(key, execution);
    }
  }
  return Math.min(waiting.length, largest);
}

/** The ten row sets of the write statement, as JSON texts that PostgreSQL's jsonb accepts. */
export interface BatchParameters {
  rows: string[];
  /** For each event in the batch, by its `ord`: which progress it came from and its place there. */
  eventOrigins: { item: number; index: number }[];
}

/** Lays several writes side by side. A later write of the same node run or span replaces an earlier one in the same batch. */
export function layOut(items: readonly Progress[]): BatchParameters {
  const targets = new Map<string, object>();
  const nodeRuns = new Map<string, object>();
  const spans = new Map<string, object>();
  const events: object[] = [];
  const messages: object[] = [];
  const usage: object[] = [];
  const artifacts: object[] = [];
  const intended: object[] = [];
  const settled: object[] = [];
  const runChanges = new Map<string, { rests_for_ms: number }>();
  const eventOrigins: BatchParameters["eventOrigins"] = [];

  // Claims that are only made in this batch, which its later writes may build on.
  const begun = new Set(
    items.flatMap((item) => (item.nodeRuns ?? []).map((node) => `${item.target.runId}:${node.claim}`)),
  );

  items.forEach((item, itemIndex) => {
    const { runId, epoch, attempt } = item.target;
    const run = { run_id: runId, epoch, scope: scopeOf(item.target) };
    const key = `${runId}:${epoch}`;
    const begins = attempt !== undefined && begun.has(`${runId}:${attempt.claim}`);
    targets.set(targetKey(item.target), {
      ...run,
      node_id: attempt?.nodeId,
      attempt: attempt?.attempt,
      claim: attempt?.claim,
      begins,
    });
    for (const node of item.nodeRuns ?? []) {
      const nodeKey = `${key}:${node.nodeId}:${node.attempt}`;
      const earlier = nodeRuns.get(nodeKey) as { input?: unknown; claim?: unknown } | undefined;
      nodeRuns.set(nodeKey, {
        id: newId(),
        ...run,
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
      });
    }
    for (const span of item.spans ?? []) {
      const earlier = spans.get(span.id) as { input?: unknown; attributes?: object } | undefined;
      spans.set(span.id, {
        id: span.id,
        ...run,
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
      });
    }
    item.events?.forEach((event, index) => {
      events.push({ ...run, type: event.type, payload: event, ord: eventOrigins.length });
      eventOrigins.push({ item: itemIndex, index });
    });
    for (const message of item.messages ?? []) {
      messages.push({
        id: message.id,
        ...run,
        role: message.role,
        content: message.content,
        node_id: message.nodeId,
        tool_calls: message.toolCalls,
        tool_call_id: message.toolCallId,
        input_tokens: message.inputTokens,
        output_tokens: message.outputTokens,
        cost_micros: message.costMicros,
        ord: messages.length,
      });
    }
    for (const entry of item.usage ?? []) {
      usage.push({
        id: entry.id,
        ...run,
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
      });
    }
    for (const artifact of item.artifacts ?? []) {
      artifacts.push({
        ...run,
        id: artifact.id,
        node_id: artifact.nodeId,
        kind: artifact.kind,
        name: artifact.name,
        mime: artifact.mime,
        content: artifact.content,
      });
    }
    for (const effect of item.intendedEffects ?? [])
      intended.push({ ...run, id: newId(), key: effect.key, node_id: effect.nodeId, request: effect.request });
    for (const effect of item.settledEffects ?? []) settled.push({ ...run, ...effect });
    if (item.ending || item.restsForMs) {
      const earlier = runChanges.get(key);
      const restsForMs = Math.max(item.restsForMs ?? 0, earlier?.rests_for_ms ?? 0);
      runChanges.set(key, { ...earlier, ...run, ...item.ending, rests_for_ms: restsForMs });
    }
  });

  const rows = [
    [...targets.values()],
    [...nodeRuns.values()],
    [...spans.values()],
    events,
    messages,
    usage,
    artifacts,
    [...runChanges.values()],
    intended,
    settled,
  ];
  return { rows: rows.map(storableJson), eventOrigins };
}

const unstorableEscape = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

/**
 * JSON text without what jsonb refuses: NUL and lone surrogates become U+FFFD. `JSON.stringify` writes both as escapes and
 * writes whole pairs plainly, so every such escape is one of them.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes("\\u") ? text.replace(unstorableEscape, "$1\\ufffd") : text;
}
