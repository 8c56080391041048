"use client";

import { useNow } from "./clock";
import { cn } from "./cn";
import { formatExactTime, formatRelativeTime } from "./format";
import { Tooltip } from "./tooltip";

interface RelativeTimeProps {
  /** A Date, or its ISO form. */
  value: Date | string;
  className?: string;
}

/** "5 min ago", with the exact time on hover. The server writes the day alone, because it does not know the reader's time zone. */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const now = useNow();
  const time = typeof value === "string" ? new Date(value) : value;
  const iso = time.toISOString();
  // What happened after the last tick is not in the future.
  const reference = now === undefined ? undefined : new Date(Math.max(now, Math.min(time.getTime(), now + 15_000)));
  return (
    <Tooltip content={reference ? formatExactTime(time) : undefined}>
      <time data-slot="relative-time" dateTime={iso} className={cn("figures whitespace-nowrap", className)}>
        {reference ? formatRelativeTime(time, reference) : iso.slice(0, 10)}
      </time>
    </Tooltip>
  );
}
