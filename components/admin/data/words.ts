import { formatNumber } from "@/components/ui/format";

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** "0 B", "820 B", "1.5 kB", "48 MB", "3.2 GB": steps of 1024, as PostgreSQL counts. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** "30 days after its run ended", "for ever", "until it is handed over" */
export function formatKept(days: number | null, from: string): string {
  if (days !== null) return `${days === 1 ? "1 day" : `${formatNumber(days)} days`} ${from}`;
  return from.startsWith("until") ? from : "for ever";
}
