import { sanitiseJson } from "@/server/domain/text";
import type { Json } from "@/server/domain/json";
import type { ModelAnswer } from "@/server/models/answer-reader";
import { streamChat, type StreamChatRequest } from "@/server/models/call-model";
import { priceUsage } from "@/server/models/price";
import { currentProvider } from "@/server/models/provider";
import { estimateTokens } from "@/server/models/token-usage";
import type { NodeExecution } from "@/server/nodes/executor";

/** Longest a model may take for one answer. */
const modelTimeoutMs = 10 * 60_000;

/**
 * Asks a model once, under a span of its own, and books what it cost: one ledger row for each call that was answered, even
 * in part.
 */
export async function askModel(
  execution: NodeExecution,
  request: Omit<StreamChatRequest, "signal" | "timeoutMs">,
): Promise<ModelAnswer> {
  const provider = currentProvider();
  const model = request.model ?? provider.defaultModel ?? "";
  const span = execution.journal.openSpan({
    kind: "llm",
    name: model || "model",
    input: sanitiseJson({
      messages: request.messages,
      ...(request.tools?.length ? { tools: request.tools.map((tool) => tool.name) } : {}),
    } as unknown as Json),
    attributes: {
      provider: provider.name,
      model,
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      ...(request.maxTokens === undefined ? {} : { max_tokens: request.maxTokens }),
    },
  });
  const startedAt = performance.now();
  let answered = "";
  try {
    const answer = await streamChat({
      ...request,
      signal: execution.signal,
      timeoutMs: modelTimeoutMs,
      onDelta: (delta) => {
        answered += delta;
        request.onDelta?.(delta);
      },
    });
    const price = priceUsage(answer);
    execution.journal.recordUsage({
      ...price,
      ...answer.usage,
      spanId: span.id,
      provider: answer.provider,
      model: answer.model,
      status: "completed",
      latencyMs: answer.latencyMs,
      firstTokenMs: answer.firstTokenMs,
    });
    span.complete({
      output: sanitiseJson({
        text: answer.text,
        ...(answer.toolCalls.length ? { tool_calls: answer.toolCalls } : {}),
      } as unknown as Json),
      attributes: {
        model: answer.model,
        finish_reason: answer.finishReason,
        input_tokens: answer.usage.inputTokens,
        output_tokens: answer.usage.outputTokens,
        cost_micros: price.costMicros,
        first_token_ms: answer.firstTokenMs,
      },
    });
    return answer;
  } catch (error) {
    if (answered !== "") {
      // The provider charges for what it sent before it broke off or was stopped.
      const usage = {
        inputTokens: estimateTokens(JSON.stringify(request.messages)),
        outputTokens: estimateTokens(answered),
        cachedTokens: 0,
        isEstimated: true,
      };
      execution.journal.recordUsage({
        ...usage,
        ...priceUsage({ usage, model, provider: provider.name }),
        spanId: span.id,
        provider: provider.name,
        model,
        status: execution.signal.aborted ? "cancelled" : "failed",
        latencyMs: performance.now() - startedAt,
      });
    }
    span.fail(error);
    throw error;
  }
}
