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
