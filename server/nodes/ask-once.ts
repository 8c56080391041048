import type { ChatFile } from "@/server/domain/agent/messages";
import type { Json } from "@/server/domain/json";
import type { Audience } from "@/server/domain/run/events";
import { sanitiseJson } from "@/server/domain/text";
import type { ModelAnswer } from "@/server/models/answer-reader";
import { streamChat, type StreamChatRequest } from "@/server/models/call-model";
import { priceUsage } from "@/server/models/price";
import { currentProvider } from "@/server/models/provider";
import { estimateInputTokens, estimateTokens } from "@/server/models/token-usage";
import type { NodeExecution, OpenReasoning, OpenSpan } from "@/server/nodes/executor";

/** One call of one model. */
export interface ModelCall extends Omit<StreamChatRequest, "signal"> {
  /** Who is shown what the model thinks; without it only the trace tells. */
  reasoningFor?: Audience;
  /** Added to the call's span. */
  attributes?: Record<string, Json>;
}

/** Calls a model once, under a span of its own, and books what it cost: one ledger row if anything came, even in part. */
export async function askOnce(execution: NodeExecution, call: ModelCall): Promise<ModelAnswer> {
  const { journal, signal } = execution;
  const provider = currentProvider();
  const model = call.model ?? provider.defaultModel ?? "";
  const span = journal.openSpan({
    kind: "llm",
    name: model || "model",
    input: traceInput(call),
    attributes: {
      provider: provider.name,
      model,
      ...(call.temperature === undefined ? {} : { temperature: call.temperature }),
      ...(call.maxTokens === undefined ? {} : { max_tokens: call.maxTokens }),
      ...call.attributes,
    },
  });
  const startedAt = performance.now();
  const reasoning = new ReasoningStream(execution, call.reasoningFor);
  let received = "";
  try {
    const answer = await streamChat({
      ...call,
      signal,
      onReasoningDelta: (delta) => {
        received += delta;
        reasoning.write(delta);
        call.onReasoningDelta?.(delta);
      },
      onDelta: (delta) => {
        received += delta;
        reasoning.end();
        call.onDelta?.(delta);
      },
      onToolCallDelta: (piece) => {
        received += piece.argumentsDelta;
        reasoning.end();
        call.onToolCallDelta?.(piece);
      },
    });
    reasoning.end();
    bookAnswer(execution, span, answer);
    return answer;
  } catch (error) {
    reasoning.end();
    if (received !== "") {
      // The provider charges for what it sent before it broke off or was stopped.
      const usage = {
        inputTokens: estimateInputTokens(call.messages, call.tools),
        outputTokens: estimateTokens(received),
        reasoningTokens: 0,
        cachedTokens: 0,
        isEstimated: true,
      };
      journal.recordUsage({
        ...usage,
        ...priceUsage({ usage, model, provider: provider.name }),
        spanId: span.id,
        provider: provider.name,
        model,
        status: signal.aborted ? "cancelled" : "failed",
        latencyMs: performance.now() - startedAt,
      });
    }
    span.fail(error);
    throw error;
  }
}

function bookAnswer(execution: NodeExecution, span: OpenSpan, answer: ModelAnswer): void {
  const { usage } = answer;
  const price = priceUsage(answer);
  execution.journal.recordUsage({
    ...price,
    ...usage,
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
      ...(answer.reasoning ? { reasoning: answer.reasoning } : {}),
      ...(answer.toolCalls.length ? { tool_calls: answer.toolCalls } : {}),
    }),
    attributes: {
      model: answer.model,
      finish_reason: answer.finishReason,
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      ...(usage.reasoningTokens ? { reasoning_tokens: usage.reasoningTokens } : {}),
      cost_micros: price.costMicros,
      first_token_ms: answer.firstTokenMs,
    },
  });
}

function traceInput({ messages, tools, responseSchema }: ModelCall): Json {
  return sanitiseJson({
    messages: messages.map((message) =>
      message.role === "user" && message.files ? { ...message, files: message.files.map(traceFile) } : message,
    ),
    ...(tools?.length ? { tools: tools.map((tool) => tool.name) } : {}),
    ...(responseSchema ? { response_schema: responseSchema } : {}),
  });
}

/** The trace names a file and does not hold it: it is stored with its message. */
function traceFile({ kind, name }: ChatFile): Json {
  return { kind, name };
}

/** Opened by the first thought and ended by the first word after it; models that think again open another. */
class ReasoningStream {
  readonly #execution: NodeExecution;
  readonly #audience: Audience | undefined;
  #open: OpenReasoning | undefined;

  constructor(execution: NodeExecution, audience: Audience | undefined) {
    this.#execution = execution;
    this.#audience = audience;
  }

  write(delta: string): void {
    if (this.#audience === undefined) return;
    this.#open ??= this.#execution.journal.openReasoning(this.#audience);
    this.#open.write(delta);
  }

  end(): void {
    this.#open?.end();
    this.#open = undefined;
  }
}
