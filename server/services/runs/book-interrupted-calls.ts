import { pool } from "@/server/db";
import type { Json } from "@/server/domain/json";
import type { LoggedEvent } from "@/server/domain/run/events";
import { priceUsage } from "@/server/models/price";
import { estimateTokens } from "@/server/models/token-usage";
import type { RunTarget, SpanWrite, UsageWrite } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";

interface ModelSpan {
  id: string;
  name: string;
  input: Json;
  attributes: { provider?: string; model?: string };
  started_at: Date;
}

/**
 * Books what the model calls of an attempt used whose process was killed in the middle of an answer: the provider charges for
 * what it had sent, and nobody else will tell. Estimated from what the run's events say that it sent; a call that had said
 * nothing is not booked. Repeating it changes nothing.
 */
export async function bookInterruptedCalls(
  target: RunTarget,
  nodeId: string,
  attempt: number,
  events: readonly LoggedEvent[],
): Promise<void> {
  const { rows } = await pool.query<ModelSpan>(
    `select id, name, input, attributes, started_at from span
     where run_id = $1 and tenant_id = $2 and node_id = $3 and attempt = $4 and kind = 'llm' and status = 'running'`,
    [target.runId, target.tenantId, nodeId, attempt],
  );
  const usage: UsageWrite[] = [];
  const spans: SpanWrite[] = [];
  for (const { id, name, input, attributes, started_at: startedAt } of rows) {
    const { text, lastAt } = saidSince(startedAt, nodeId, events);
    if (text === "") continue;
    const { provider = "", model = "" } = attributes;
    const used = {
      inputTokens: estimateTokens(JSON.stringify(input)),
      outputTokens: estimateTokens(text),
      cachedTokens: 0,
      isEstimated: true,
    };
    const price = priceUsage({ usage: used, provider, model });
    const latencyMs = Math.max(0, lastAt - startedAt.getTime());
    usage.push({ ...used, ...price, id, nodeId, spanId: id, provider, model, status: "failed", latencyMs });
    const shown = {
      input_tokens: used.inputTokens,
      output_tokens: used.outputTokens,
      cost_micros: price.costMicros,
      estimated: true,
    };
    spans.push({ id, kind: "llm", name, status: "running", attributes: shown, startedAtMs: startedAt.getTime() });
  }
  if (usage.length > 0) await progressWriter.write({ target, usage, spans });
}

/** What a piece of the run has said, thought and asked of tools since then, and when it last did, in epoch milliseconds. */
function saidSince(begin: Date, nodeId: string, events: readonly LoggedEvent[]): { text: string; lastAt: number } {
  const own = new Set<string>();
  let text = "";
  let lastAt = 0;
  for (const { at, event } of events) {
    if (event.type === "text.started" || event.type === "reasoning.started") {
      if (event.nodeId === nodeId) own.add(event.messageId);
    } else if (event.type === "tool.started") {
      if (event.nodeId === nodeId) own.add(event.toolCallId);
    } else if (event.type === "text.delta" || event.type === "reasoning.delta" || event.type === "tool.args") {
      const saidAt = Date.parse(at);
      if (saidAt < begin.getTime() || !own.has("messageId" in event ? event.messageId : event.toolCallId)) continue;
      text += event.delta;
      lastAt = saidAt;
    }
  }
  return { text, lastAt };
}
