/**
 * What a number of tokens costs, in whole micro-dollars, rounded half up once. `perMillion` is the price of a million tokens
 * in dollars. Counts and prices that are negative or not finite cost nothing.
 */
export function costMicros(tokens: number, perMillion: number): number {
  return roundMicros(microMicros(tokens, perMillion));
}

export interface TokenPrice {
  tokens: number;
  perMillion: number;
}

/** The cost of one call that is billed at several prices (input, cached input, output): summed first, rounded once. */
export function sumCostMicros(parts: readonly TokenPrice[]): number {
  return roundMicros(parts.reduce((total, part) => total + microMicros(part.tokens, part.perMillion), 0n));
}

/** Dollars per million tokens are micro-dollars per token; kept to a millionth of that, so no sum ever meets binary fractions. */
function microMicros(tokens: number, perMillion: number): bigint {
  if (!Number.isFinite(tokens) || !Number.isFinite(perMillion) || tokens <= 0 || perMillion <= 0) return 0n;
  return BigInt(Math.round(tokens)) * BigInt(Math.round(perMillion * 1e6));
}

function roundMicros(value: bigint): number {
  return Number((value + 500_000n) / 1_000_000n);
}
