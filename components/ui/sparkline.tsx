import { cn } from "./cn";

interface SparklineProps {
  /** One figure for each step, oldest first; none below zero. */
  values: readonly number[];
  /** The sentence a screen reader gets instead. */
  label: string;
  className?: string;
}

const stepWidth = 8;
const barWidth = 6;
const height = 20;

/** Bars of one series, scaled to the largest. A step of nothing keeps a one-pixel foot, so that the time line stays readable. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const largest = Math.max(1, ...values);
  const width = values.length * stepWidth - (stepWidth - barWidth);
  return (
    <svg
      data-slot="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={cn("shrink-0", className)}
    >
      {values.map((value, index) => {
        const barHeight = value === 0 ? 1 : Math.max(3, (value / largest) * height);
        return (
          <rect
            // The position is the identity: a series has one bar for each step.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            x={index * stepWidth}
            y={height - barHeight}
            width={barWidth}
            height={barHeight}
            rx={1}
            className={value === 0 ? "fill-neutral-7" : "fill-neutral-9"}
          />
        );
      })}
    </svg>
  );
}
