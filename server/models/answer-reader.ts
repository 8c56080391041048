import type { ChatMessage, ToolCall } from "@/server/domain/agent/messages";
import { DomainError } from "@/server/domain/errors";
import { type AnswerChunk, answerChunkSchema } from "./answer-chunk";
import type { ChatRequest } from "./chat-request";
import { ToolCallCollector, type ToolCallPiece } from "./collect-tool-calls";
import type { ModelProvider } from "./provider";
import { StreamedText } from "./streamed-text";
import { estimateInputTokens, estimateTokens, type ModelUsage } from "./token-usage";

export interface AnswerListener {
  /** Called with each piece of text as it comes; pieces can be stored as they are. */
  onDelta?(text: string): void;
  /** Called with each piece of what the model thinks before it answers, where the provider tells it. */
  onReasoningDelta?(text: string): void;
  /** Called with each piece of a call's arguments, first when its name is known. */
  onToolCallDelta?(piece: ToolCallPiece): void;
}

type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

export interface ModelAnswer {
  text: string;
  /** What the model thought, as far as the provider told; empty for models that do not reason. */
  reasoning: string;
  toolCalls: ToolCall[];
  finishReason: FinishReason;
  usage: ModelUsage;
  /** The model as the provider named it, which may be more exact than what was asked for. */
  model: string;
  provider: string;
  latencyMs: number;
  /** From the request to the first piece of text or of a call. */
  firstTokenMs: number;
}

/** Reads the pieces of one streamed answer and puts them together. */
export class AnswerReader {
  readonly #request: ChatRequest & AnswerListener;
  readonly #calls: ToolCallCollector;
  readonly #text = new StreamedText();
  readonly #reasoning = new StreamedText();
  readonly #startedAt = performance.now();
  #firstTokenAt: number | undefined;
  #finishReason: string | undefined;
  #refusal = "";
  #model: string | undefined;
  #usage: AnswerChunk["usage"];
  hasStarted = false;
  /** True while a piece is read: what is thrown then is not the connection's fault. */
  isReading = false;

  constructor(request: ChatRequest & AnswerListener, nameOf: (wireName: string) => string) {
    this.#request = request;
    this.#calls = new ToolCallCollector({
      usedIds: usedCallIds(request.messages),
      nameOf,
      onPiece: (piece) => request.onToolCallDelta?.(piece),
    });
  }

  get isFinished(): boolean {
    return this.#finishReason !== undefined;
  }

  read(piece: unknown, provider: ModelProvider): void {
    const parsed = answerChunkSchema.safeParse(piece);
    if (!parsed.success) {
      throw new DomainError(
        "model_bad_answer",
        `The model at ${provider.host} sent a piece of its answer in a form that OpenAI's protocol does not know. Try again; if it stays so, check OPENAI_BASE_URL.`,
      );
    }
    this.isReading = true;
    this.#take(parsed.data);
    this.isReading = false;
  }

  #take(chunk: AnswerChunk): void {
    this.hasStarted = true;
    this.#model = chunk.model || this.#model;
    this.#usage = chunk.usage ?? this.#usage;
    const choice = chunk.choices?.[0];
    if (!choice) return;
    const { content, refusal, tool_calls: toolCalls, reasoning_content, reasoning } = choice.delta ?? {};
    const thought = reasoning_content || reasoning;
    if (thought) this.#passOnReasoning(this.#reasoning.push(thought));
    if (content || toolCalls?.length) this.#firstTokenAt ??= performance.now();
    if (content) this.#passOn(this.#text.push(content));
    this.#refusal += refusal ?? "";
    for (const call of toolCalls ?? []) this.#calls.push(call);
    this.#finishReason = choice.finish_reason || this.#finishReason;
  }

  /** The whole answer, when the stream has ended. */
  answer(provider: ModelProvider, askedModel: string): ModelAnswer {
    if (!this.hasStarted) {
      throw new DomainError(
        "model_bad_answer",
        `The server at ${provider.host} sent nothing that is a streamed answer. Check that OPENAI_BASE_URL ends where its API begins, often in /v1.`,
      );
    }
    if (!this.isFinished) {
      throw new DomainError(
        "model_stream_cut",
        `The model at ${provider.host} broke off in the middle of its answer. Try again.`,
      );
    }
    this.#passOnReasoning(this.#reasoning.end());
    this.#passOn(this.#text.end());
    const toolCalls = this.#calls.end();
    const { text } = this.#text;
    if (this.#refusal && !text && toolCalls.length === 0) {
      throw new DomainError("model_refused", `The model declined to answer: ${this.#refusal}`);
    }
    const endedAt = performance.now();
    return {
      text,
      reasoning: this.#reasoning.text,
      toolCalls,
      finishReason: toolCalls.length > 0 ? "tool_calls" : finishReasonOf(this.#finishReason),
      usage: this.#countUsage(text, toolCalls),
      model: this.#model ?? askedModel,
      provider: provider.name,
      latencyMs: Math.round(endedAt - this.#startedAt),
      firstTokenMs: Math.round((this.#firstTokenAt ?? endedAt) - this.#startedAt),
    };
  }

  #passOn(text: string): void {
    if (text) this.#request.onDelta?.(text);
  }

  #passOnReasoning(text: string): void {
    if (text) this.#request.onReasoningDelta?.(text);
  }

  #countUsage(text: string, toolCalls: ToolCall[]): ModelUsage {
    if (this.#usage) {
      const {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        prompt_tokens_details: asked,
        completion_tokens_details: answered,
      } = this.#usage;
      return {
        inputTokens,
        outputTokens,
        cachedTokens: Math.min(asked?.cached_tokens ?? 0, inputTokens),
        reasoningTokens: Math.min(answered?.reasoning_tokens ?? 0, outputTokens),
        isEstimated: false,
      };
    }
    const { messages, tools = [] } = this.#request;
    const thought = this.#reasoning.text;
    const answered = thought + text + toolCalls.map((call) => call.name + call.arguments).join("");
    return {
      inputTokens: estimateInputTokens(messages, tools),
      outputTokens: estimateTokens(answered),
      cachedTokens: 0,
      reasoningTokens: estimateTokens(thought),
      isEstimated: true,
    };
  }
}

function usedCallIds(messages: readonly ChatMessage[]): string[] {
  return messages.flatMap((message) =>
    message.role === "assistant" ? (message.toolCalls ?? []).map((call) => call.id) : [],
  );
}

function finishReasonOf(reason: string | undefined): FinishReason {
  return reason === "length" || reason === "content_filter" ? reason : "stop";
}
