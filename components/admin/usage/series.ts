import { daysOf, type Period } from "./period";
import type { Metric, UsageReport } from "./types";

/** The last series, when there are too many models to tell their colours apart. */
export const otherModels = "Other models";
const mostSeries = 6;

export interface DailySeries {
  /** Models by what they used in all, most first; these are the keys of `values`. */
  models: string[];
  /** Every day of the period, days without calls too. */
  days: { day: string; total: number; values: Record<string, number> }[];
}

/** Cost in micro-dollars or tokens of each day and model, with zeros where nothing was called. */
export function dailySeries(usage: UsageReport["days"], period: Period, metric: Metric): DailySeries {
  const totals = new Map<string, number>();
  for (const row of usage) totals.set(row.model, (totals.get(row.model) ?? 0) + measure(row, metric));
  const ranked = [...totals].toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([model]) => model);
  const named = ranked.length > mostSeries ? ranked.slice(0, mostSeries - 1) : ranked;
  const models = ranked.length > mostSeries ? [...named, otherModels] : named;

  const days = daysOf(period).map((day) => ({
    day,
    total: 0,
    values: Object.fromEntries(models.map((model) => [model, 0])),
  }));
  const byDay = new Map(days.map((day) => [day.day, day]));
  for (const row of usage) {
    const day = byDay.get(row.day);
    if (!day) continue;
    const model = named.includes(row.model) ? row.model : otherModels;
    const amount = measure(row, metric);
    day.values[model] = (day.values[model] ?? 0) + amount;
    day.total += amount;
  }
  return { models, days };
}

/** One figure for what was used. */
export function measure(
  used: { costMicros: number; inputTokens: number; outputTokens: number },
  metric: Metric,
): number {
  return metric === "cost" ? used.costMicros : used.inputTokens + used.outputTokens;
}

/** How a figure differs from that of the period before: "+12%", "-3%", "no change"; `undefined` when there was nothing before. */
export function changeOf(now: number, before: number): string | undefined {
  if (before === 0) return undefined;
  const percent = Math.round(((now - before) / before) * 100);
  if (percent === 0) return "no change";
  return `${percent > 0 ? "+" : ""}${percent.toLocaleString("en-US")}%`;
}
