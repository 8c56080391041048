import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import type { Metric } from "./types";

export const metricNames = { cost: "Cost", tokens: "Tokens" } as const satisfies Record<Metric, string>;

export function formatMeasure(value: number, metric: Metric): string {
  return metric === "cost" ? formatCostMicros(value) : formatTokens(value);
}

const hues = [255, 165, 45, 310, 95];

/** The colour of the n-th series: hues that can be told apart, in the lightness and chroma of the theme; after them grey. */
export function seriesColour(index: number): string {
  const hue = hues[index];
  return hue === undefined ? "var(--neutral-8)" : `oklch(var(--tile-mark) ${hue})`;
}
