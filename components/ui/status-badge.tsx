import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  type LucideIcon,
} from "lucide-react";

import { Badge, type BadgeTone } from "./badge";
import { cn } from "./cn";

interface StatusLook {
  label: string;
  icon: LucideIcon;
  tone: BadgeTone;
}

const looks = {
  pending: { label: "Pending", icon: CircleDashed, tone: "neutral" },
  queued: { label: "Queued", icon: Clock, tone: "neutral" },
  running: { label: "Running", icon: CircleDot, tone: "running" },
  waiting: { label: "Waiting", icon: CirclePause, tone: "waiting" },
  completed: { label: "Completed", icon: CircleCheck, tone: "done" },
  failed: { label: "Failed", icon: CircleX, tone: "failed" },
  cancelled: { label: "Cancelled", icon: Ban, tone: "neutral" },
  skipped: { label: "Skipped", icon: CircleSlash, tone: "neutral" },
} as const satisfies Record<string, StatusLook>;

export type Status = keyof typeof looks;

const toneText: Record<BadgeTone, string> = {
  neutral: "text-muted-foreground",
  waiting: "text-waiting",
  done: "text-done",
  failed: "text-failed",
  running: "text-running",
};

interface StatusBadgeProps {
  status: Status;
  /** `quiet` is icon and word without a chip, for rows of a table. */
  variant?: "chip" | "quiet";
  className?: string;
}

/** A state as icon and word; colour only repeats what they say. */
export function StatusBadge({ status, variant = "chip", className }: StatusBadgeProps) {
  const { label, icon: Icon, tone } = looks[status];
  if (variant === "chip") {
    return (
      <Badge tone={tone} className={className}>
        <Icon aria-hidden />
        {label}
      </Badge>
    );
  }
  return (
    <span
      data-slot="status"
      className={cn(
        "inline-flex items-center gap-1.5 align-middle text-sm whitespace-nowrap",
        toneText[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {label}
    </span>
  );
}
