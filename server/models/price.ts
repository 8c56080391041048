import { calcPrice } from "@pydantic/genai-prices";
import type { ModelUsage } from "./token-usage";

interface Price {
  /** Millionths of a US dollar. */
  costMicros: number;
  /** False when the model is in no price list; its cost then counts as zero and is shown as unknown. */
  isPriceKnown: boolean;
}

const microsPerDollar = 1_000_000;

/**
 * What a call cost by the vendors' list prices, cached tokens and tiers included. A gateway at an address of its own is
 * priced as the vendor that the model's name belongs to, since that is what it passes on.
 */
export function priceUsage(call: { provider: string; model: string; usage: ModelUsage }): Price {
  if (call.provider === "offline") return { costMicros: 0, isPriceKnown: true };
  const { inputTokens, cachedTokens, outputTokens } = call.usage;
  const usage = { input_tokens: inputTokens, cache_read_tokens: cachedTokens, output_tokens: outputTokens };
  const price = calcPrice(usage, call.model, { providerId: call.provider }) ?? calcPrice(usage, call.model);
  if (!price) return { costMicros: 0, isPriceKnown: false };
  return { costMicros: Math.round(price.total_price * microsPerDollar), isPriceKnown: true };
}
