/** Lengths that are one click away, in days up to and with today. */
export const presets = [7, 30, 90] as const;
type Preset = (typeof presets)[number];

const usualDays: Preset = 30;
/** The longest period that can be asked for. */
const mostDays = 366;
const msPerDay = 86_400_000;

/** What the address asks for: `?days=7`, or `?from=2026-11-01&to=2026-11-15`. */
export type PeriodChoice = { days: Preset } | { from: string; to: string };

export interface Period {
  /** First and last day, as YYYY-MM-DD. */
  from: string;
  to: string;
}

interface ReadableParams {
  get(name: string): string | null;
}

/** The chosen period; what can not be read, or is upside down, is the usual one. */
export function readPeriod(params: ReadableParams): PeriodChoice {
  const [from, to] = [params.get("from"), params.get("to")];
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  return { days: presets.find((days) => String(days) === params.get("days")) ?? usualDays };
}

export function periodHref(choice: PeriodChoice): string {
  if ("from" in choice) return `/admin/usage?${new URLSearchParams({ from: choice.from, to: choice.to })}`;
  return choice.days === usualDays ? "/admin/usage" : `/admin/usage?days=${choice.days}`;
}

/** The days meant by a choice; a period longer than a year is cut at its beginning. */
export function resolvePeriod(choice: PeriodChoice, today: string): Period {
  if ("days" in choice) return { from: addDays(today, 1 - choice.days), to: today };
  return { from: lengthOf(choice) > mostDays ? addDays(choice.to, 1 - mostDays) : choice.from, to: choice.to };
}

/** Number of days from the first to the last, both counted. */
export function lengthOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / msPerDay) + 1;
}

export function daysOf(period: Period): string[] {
  return Array.from({ length: lengthOf(period) }, (_, at) => addDays(period.from, at));
}

/** The day that it is in a time zone at a moment. */
export function dayIn(timeZone: string, nowMs: number): string {
  // The locale whose dates are written as ISO's are.
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    nowMs,
  );
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * msPerDay).toISOString().slice(0, 10);
}

function isDay(text: string | null): text is string {
  return (
    text !== null &&
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  );
}

const monthAndDay = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });

/** "Nov 21" */
export function formatDay(day: string): string {
  return monthAndDay.format(Date.parse(day));
}
