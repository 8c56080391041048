import { cn } from "./cn";

interface ProgressProps {
  label: string;
  /** 0 to 1. */
  value: number;
  tone?: "running" | "done" | "failed" | "waiting" | "neutral";
  className?: string;
}

const fills = {
  running: "bg-running-solid",
  done: "bg-done-solid",
  failed: "bg-failed-solid",
  waiting: "bg-waiting-solid",
  neutral: "bg-neutral-9",
};

export function Progress({ label, value, tone = "running", className }: ProgressProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      data-slot="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-selected", className)}
    >
      <div className={cn("h-full rounded-full", fills[tone])} style={{ width: `${percent}%` }} />
    </div>
  );
}
