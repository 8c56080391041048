"use client";

import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";

import { formatDay } from "./period";
import type { DailySeries } from "./series";
import type { Metric } from "./types";
import { formatMeasure, metricNames, seriesColour } from "./words";

interface DailyChartProps {
  series: DailySeries;
  metric: Metric;
}

const axis = { tick: { fontSize: 12, fill: "var(--neutral-11)" }, tickLine: false, axisLine: false } as const;

/** Cost or tokens by day, stacked by model. Its table says the same to those who can not see it. */
export function DailyChart({ series, metric }: DailyChartProps) {
  const { models, days } = series;
  return (
    <AreaChart
      responsive
      data={days}
      margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      style={{ width: "100%", height: 240 }}
      title={`${metricNames[metric]} by model and day`}
    >
      <CartesianGrid vertical={false} stroke="var(--neutral-6)" />
      <XAxis
        dataKey="day"
        tickFormatter={formatDay}
        interval="equidistantPreserveStart"
        minTickGap={28}
        tickMargin={8}
        {...axis}
      />
      <YAxis
        width={62}
        tickFormatter={(value: number) => formatMeasure(value, metric)}
        allowDecimals={false}
        {...axis}
      />
      <Tooltip
        cursor={{ stroke: "var(--neutral-8)" }}
        isAnimationActive={false}
        content={({ active, label }) => {
          const day = active ? days.find((each) => each.day === label) : undefined;
          return day ? <DayCard day={day} models={models} metric={metric} /> : null;
        }}
      />
      {models.map((model, index) => (
        <Area
          key={model}
          // A name with a dot in it would be read as a path.
          dataKey={(day: DailySeries["days"][number]) => day.values[model] ?? 0}
          name={model}
          type="linear"
          stackId="all"
          stroke={seriesColour(index)}
          strokeWidth={1.5}
          fill={seriesColour(index)}
          fillOpacity={0.28}
          activeDot={{ r: 3, strokeWidth: 0 }}
          isAnimationActive={false}
        />
      ))}
    </AreaChart>
  );
}

function DayCard({
  day,
  models,
  metric,
}: {
  day: DailySeries["days"][number];
  models: readonly string[];
  metric: Metric;
}) {
  return (
    <div className="min-w-44 rounded-lg border border-border bg-popover px-3 py-2 text-xs shadow-float">
      <p className="flex justify-between gap-4 font-medium">
        <span>{formatDay(day.day)}</span>
        <span className="figures">{formatMeasure(day.total, metric)}</span>
      </p>
      {models.map((model, index) =>
        day.values[model] ? (
          <p key={model} className="mt-1 flex items-center gap-2 text-muted-foreground">
            <span className="size-2 shrink-0 rounded-[2px]" style={{ backgroundColor: seriesColour(index) }} />
            <span className="min-w-0 flex-1 truncate">{model}</span>
            <span className="figures">{formatMeasure(day.values[model] ?? 0, metric)}</span>
          </p>
        ) : null,
      )}
    </div>
  );
}
