const tableSeconds = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];

/**
 * How long to wait after a failed attempt, as an Inngest server does: a fixed table plus up to 30 s of jitter.
 * @param attempt the attempt that has just failed, counted from 0
 */
export function serverBackoff(attempt: number): number {
  const seconds = tableSeconds[Math.min(attempt, tableSeconds.length - 1)] ?? 7200;
  return seconds * 1000 + Math.random() * 30_000;
}
