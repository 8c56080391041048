"use client";

import { Timer } from "lucide-react";

import { cn } from "@/components/ui/cn";
import { formatExactTime } from "@/components/ui/format";
import { Tooltip } from "@/components/ui/tooltip";

import { expiryWords } from "./interrupt-words";
import { formatRemaining } from "./remaining-time";
import type { InterruptView } from "./types";
import { useServerTime } from "./use-server-time";

/** From here on the time that is left is told with more weight. */
const urgentMs = 60_000;

/** Milliseconds until a pending question expires; `undefined` when it never does. By the server's clock. */
export function useRemaining({ expiresAt, readAt }: Pick<InterruptView, "expiresAt" | "readAt">): number | undefined {
  const now = useServerTime(readAt, expiresAt !== null);
  return expiresAt === null ? undefined : expiresAt.getTime() - now;
}

type CountdownProps = Pick<InterruptView, "expiresAt" | "readAt" | "onExpiry" | "kind"> & { className?: string };

/** How long there is to decide. Nothing for a question without an end. */
export function Countdown({ className, ...interrupt }: CountdownProps) {
  const remainingMs = useRemaining(interrupt);
  if (remainingMs === undefined || interrupt.expiresAt === null) return null;
  const isOver = remainingMs <= 0;
  return (
    <Tooltip content={`${formatExactTime(interrupt.expiresAt)}. ${expiryWords(interrupt)}`}>
      <span
        role="timer"
        className={cn(
          "figures inline-flex items-center gap-1 rounded-sm text-xs whitespace-nowrap",
          remainingMs <= urgentMs ? "font-medium text-waiting" : "text-muted-foreground",
          className,
        )}
      >
        <Timer aria-hidden className="size-3.5" />
        {isOver ? "Time is over" : `${formatRemaining(remainingMs)} left`}
      </span>
    </Tooltip>
  );
}
