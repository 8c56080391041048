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

export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
