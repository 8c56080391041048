import { Card } from "@/components/ui/card";
import { formatNumber } from "@/components/ui/format";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import { lengthOf } from "./period";
import { changeOf } from "./series";
import type { UsageReport } from "./types";

/** The four figures of the period, each against the period of equal length before. */
export function Figures({ report }: { report: UsageReport }) {
  const { totals, before } = report;
  const tokens = totals.inputTokens + totals.outputTokens;
  const figures = [
    { name: "Cost", value: formatCostMicros(totals.costMicros), now: totals.costMicros, before: before.costMicros },
    {
      name: "Tokens",
      value: formatTokens(tokens),
      exact: `${formatNumber(totals.inputTokens)} in, ${formatNumber(totals.outputTokens)} out`,
      now: tokens,
      before: before.inputTokens + before.outputTokens,
    },
    { name: "Model calls", value: formatNumber(totals.calls), now: totals.calls, before: before.calls },
    { name: "Runs with calls", value: formatNumber(totals.runs), now: totals.runs, before: before.runs },
  ];
  const days = lengthOf(report);
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ name, value, exact, now, before: earlier }) => {
        const change = changeOf(now, earlier);
        return (
          <Card key={name} className="px-4 py-3">
            <dt className="text-xs text-muted-foreground">{name}</dt>
            <dd className="figures mt-0.5 text-xl font-semibold" title={exact}>
              {value}
            </dd>
            <dd className="figures text-xs text-pretty text-muted-foreground">
              {change === undefined ? `none in the ${days} days before` : `${change} against the ${days} days before`}
            </dd>
          </Card>
        );
      })}
    </dl>
  );
}
