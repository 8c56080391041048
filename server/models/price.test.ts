import { calcPrice } from "@pydantic/genai-prices";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { priceUsage } from "./price";

const usage = { inputTokens: 1_000_000, cachedTokens: 500_000, outputTokens: 1_000, isEstimated: false };

describe("priceUsage", () => {
  it("prices cached tokens apart, in whole micro-dollars", () => {
    // Half a million tokens at 0.15 and at 0.075 dollars a million, and a thousand at 0.60.
    expect(priceUsage({ provider: "openai", model: "gpt-4o-mini", usage })).toEqual({
      costMicros: 113_100,
      isPriceKnown: true,
    });
  });

  it("agrees with the price list's own arithmetic, tiers and prices per request included", () => {
    const models = fc.constantFrom(
      "gpt-4o-mini",
      "gpt-5",
      "gpt-4.1",
      "claude-sonnet-4-5",
      "gemini-2.5-pro",
      "sonar",
      "mistral-large-latest",
    );
    fc.assert(
      fc.property(
        models,
        fc.nat(900_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(60_000),
        (model, inputTokens, share, outputTokens) => {
          const cachedTokens = Math.floor(inputTokens * share);
          const listed = calcPrice(
            { input_tokens: inputTokens, cache_read_tokens: cachedTokens, output_tokens: outputTokens },
            model,
          );
          const { costMicros, isPriceKnown } = priceUsage({
            provider: "gateway.example",
            model,
            usage: { inputTokens, cachedTokens, outputTokens, isEstimated: false },
          });
          expect(isPriceKnown).toBe(listed !== null);
          expect(Math.abs(costMicros - (listed?.total_price ?? 0) * 1e6)).toBeLessThanOrEqual(0.501);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("knows a vendor's dated model names", () => {
    expect(priceUsage({ provider: "openai", model: "gpt-4o-mini-2024-07-18", usage }).costMicros).toBe(113_100);
  });

  it("prices a gateway's model as the vendor's", () => {
    expect(priceUsage({ provider: "localhost:4000", model: "gpt-4o-mini", usage })).toEqual({
      costMicros: 113_100,
      isPriceKnown: true,
    });
  });

  it("says so when a model's price is unknown", () => {
    expect(priceUsage({ provider: "localhost:11434", model: "my-own-finetune", usage })).toEqual({
      costMicros: 0,
      isPriceKnown: false,
    });
    expect(priceUsage({ provider: "openai", model: "", usage })).toEqual({ costMicros: 0, isPriceKnown: false });
  });

  it("knows that the offline model is free", () => {
    expect(priceUsage({ provider: "offline", model: "signalbox-offline", usage })).toEqual({
      costMicros: 0,
      isPriceKnown: true,
    });
  });
});
