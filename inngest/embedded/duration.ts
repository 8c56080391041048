const unitMs: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** The longest sleep or wait: 366 days, the limit of a real server. */
export const longestDelayMs = 366 * 86_400_000;

/**
 * Reads the SDK's time string: `1d2h30m10s`, an ISO date, or `""` for no delay.
 * @returns milliseconds from now, between 0 and 366 days; null when the text is neither form
 */
export function delayFromText(text: string): number | null {
  if (text === "") return 0;
  const durationMs = durationFromText(text);
  if (durationMs !== null) return durationMs;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(at - Date.now(), 0), longestDelayMs);
}

/**
 * Reads a duration such as `1d2h30m10s`.
 * @returns milliseconds up to 366 days; null when the text is no duration
 */
export function durationFromText(text: string): number | null {
  if (!/^(?:\d+[wdhms])+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([wdhms])/g)) total += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  return Math.min(total, longestDelayMs);
}

/**
 * Reads a `retry-after` header: seconds or a date.
 * @returns milliseconds between 1 s and 24 h, or null when there is no usable header
 */
export function delayFromRetryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = Number(header);
  const delayMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  if (Number.isNaN(delayMs)) return null;
  return Math.min(Math.max(delayMs, 1000), 86_400_000);
}
