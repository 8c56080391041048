import { calcPrice, type ModelPrice } from "@pydantic/genai-prices";
import { sumCostMicros } from "@/server/domain/usage/price";
import type { ModelUsage } from "./token-usage";

interface Price {
  /** Millionths of a US dollar. */
  costMicros: number;
  /** False when the model is in no price list; its cost then counts as zero and is shown as unknown. */
  isPriceKnown: boolean;
}

/**
 * What a call cost by the vendors' list prices, cached tokens and tiers included. A gateway at an address of its own is
 * priced as the vendor that the model's name belongs to, since that is what it passes on.
 */
export function priceUsage(call: {
  provider: string;
  model: string;
  usage: Omit<ModelUsage, "reasoningTokens">;
}): Price {
  if (call.provider === "offline") return { costMicros: 0, isPriceKnown: true };
  const price = findPrice(call);
  if (!price) return { costMicros: 0, isPriceKnown: false };
  const { inputTokens, cachedTokens, outputTokens } = call.usage;
  const perMillion = (name: string) => pricePerMillion(price[name], inputTokens);
  const input = perMillion("input_mtok") ?? 0;
  const costMicros = sumCostMicros([
    { tokens: inputTokens - cachedTokens, perMillion: input },
    { tokens: cachedTokens, perMillion: perMillion("cache_read_mtok") ?? input },
    { tokens: outputTokens, perMillion: perMillion("output_mtok") ?? 0 },
    // Some models also charge for each request, listed per thousand.
    { tokens: 1, perMillion: (perMillion("requests_kcount") ?? 0) * 1000 },
  ]);
  return { costMicros, isPriceKnown: true };
}

function findPrice({ provider, model }: { provider: string; model: string }): ModelPrice | undefined {
  const found = calcPrice({}, model, { providerId: provider }) ?? calcPrice({}, model);
  return found?.model_price;
}

/** A tier's price holds for all tokens of a call whose input is larger than where the tier starts. */
function pricePerMillion(price: ModelPrice[string], inputTokens: number): number | undefined {
  if (price === undefined || typeof price === "number") return price;
  return price.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? price.base;
}
