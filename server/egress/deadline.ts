/**
 * Bounds a piece of work in time. Close it when the work has ended: a timer keeps the whole context that it was set in, and with
 * it everything that a run's step can reach, until it fires. That is why `AbortSignal.timeout` is not used in runs.
 */
export interface Deadline {
  /** Fires with a `TimeoutError` after the given time, or with what stopped the work before. */
  readonly signal: AbortSignal;
  /** Whether the time was over before anything else stopped the work. */
  readonly hasPassed: boolean;
  close(): void;
}

/**
 * @param ms from now
 * @param stops what may stop the work before; asking a plain signal costs less than one that `AbortSignal.any` has made of several
 */
export function openDeadline(ms: number, ...stops: (AbortSignal | undefined)[]): Deadline {
  const controller = new AbortController();
  const stop = () => controller.abort(stops.find((signal) => signal?.aborted)?.reason);
  let hasPassed = false;
  const timer = setTimeout(() => {
    hasPassed = !controller.signal.aborted;
    controller.abort(new DOMException(`Not done within ${ms / 1000} s.`, "TimeoutError"));
  }, ms);
  timer.unref();
  for (const signal of stops) {
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  }
  return {
    signal: controller.signal,
    get hasPassed() {
      return hasPassed;
    },
    close: () => {
      clearTimeout(timer);
      for (const signal of stops) signal?.removeEventListener("abort", stop);
    },
  };
}
