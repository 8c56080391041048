/*
 * Figures as the product shows them. One fixed locale, so that the server and the browser write the same text.
 */
const locale = "en-US";

const integer = new Intl.NumberFormat(locale);
const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });

/** "12,480" */
export function formatNumber(value: number): string {
  return integer.format(value);
}

/** "980", "12.5K", "3.1M": for cards and axes; tables use `formatNumber`. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** Money from millionths of a US dollar: "$0", "$0.00042", "$0.031", "$12.40", "$1,240". Small amounts keep two significant digits. */
export function formatMicros(costMicros: number): string {
  const dollars = costMicros / 1_000_000;
  if (dollars === 0) return "$0";
  const size = Math.abs(dollars);
  const digits = size >= 1000 ? 0 : size >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(size)));
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: size >= 0.1 ? digits : 0,
    maximumFractionDigits: digits,
  }).format(dollars);
}

/** "0 B", "640 B", "12.5 kB", "3.1 MB" */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 999_950 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size.toFixed(size < 100 ? 1 : 0)} ${unit}`;
}

/** "0 ms", "840 ms", "1.2 s", "48 s", "3 min 20 s", "2 h 5 min", "3 d 4 h" */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return join(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return join(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.floor(minutes / 60);
  return join(Math.floor(hours / 24), "d", hours % 24, "h");
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const exactTime = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const dayOfYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const dayAndYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });

/** "Nov 21, 2026, 05:35:12" in the time zone of whoever runs it: for the browser only. */
export function formatExactTime(time: Date): string {
  return exactTime.format(time);
}

/** "now", "12 s ago", "5 min ago", "3 h ago", "2 d ago", then the day; "in 5 min" for what is to come. */
export function formatRelativeTime(time: Date, now: Date): string {
  const deltaMs = now.getTime() - time.getTime();
  const seconds = Math.round(Math.abs(deltaMs) / 1000);
  if (seconds < 5) return "now";
  const amount = relativeAmount(seconds);
  if (amount === undefined) return (time.getFullYear() === now.getFullYear() ? dayOfYear : dayAndYear).format(time);
  return deltaMs < 0 ? `in ${amount}` : `${amount} ago`;
}

function relativeAmount(seconds: number): string | undefined {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  return undefined;
}

/** The part of an id that tells it from its neighbours: its last eight characters. */
export function shortenId(id: string): string {
  return id.length <= 10 ? id : id.slice(-8);
}
