import { formatDuration } from "@/components/ui/format";

/** A span's duration. Times are kept in whole milliseconds, so what shows no difference took less than one. */
export function formatSpanTime(durationMs: number): string {
  return durationMs < 1 ? "<1 ms" : formatDuration(durationMs);
}
