import type { ChatMessage, ToolOffer } from "@/server/domain/agent/messages";

/** What a call used, as the provider counts. Cached tokens are part of the input tokens, reasoning tokens of the output tokens. */
export interface ModelUsage {
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** The provider did not say, so the tokens were estimated from the text's length. */
  isEstimated: boolean;
}

const charactersPerToken = 4;
/** About what providers count for a picture, or for some pages. */
const tokensPerFile = 1000;

export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** What a request may count as when the provider does not say. */
export function estimateInputTokens(messages: readonly ChatMessage[], tools: readonly ToolOffer[] = []): number {
  const files = messages.flatMap((message) => (message.role === "user" ? (message.files ?? []) : []));
  const words = messages.map((message) => ({
    ...message,
    files: message.role === "user" ? message.files?.map((file) => (file.kind === "text" ? file.text : "")) : undefined,
  }));
  const binaries = files.filter((file) => file.kind !== "text").length;
  return estimateTokens(JSON.stringify([words, tools])) + binaries * tokensPerFile;
}
