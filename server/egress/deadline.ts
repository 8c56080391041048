/**
 * Bounds a piece of work in time. Close it when the work has ended: a timer keeps the whole context that it was set in, and with
 * it everything that a run's step can reach, until it fires. That is why `AbortSignal.timeout` is not used in runs.
 */
export interface Deadline {
  /** Fires with a `TimeoutError` after the given time. */
  readonly signal: AbortSignal;
  close(): void;
}

/** @param ms from now */
export function openDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException(`Not done within ${ms / 1000} s.`, "TimeoutError")),
    ms,
  );
  timer.unref();
  return { signal: controller.signal, close: () => clearTimeout(timer) };
}
