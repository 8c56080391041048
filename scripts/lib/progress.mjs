const startTime = "SIGNALBOX_START_TIME_MS";

/**
 * Measures from now, or from when the process that handed over to this one began to measure.
 * @returns {() => string} the time since then in words, e.g. "1.4 s"
 */
export function stopwatch() {
  const startedAt = Number((process.env[startTime] ??= String(Date.now())));
  return () => seconds(Date.now() - startedAt);
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Runs one phase of the start and prints its line: the name at once, the time it took when it has ended.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(name, work) {
  const startedAt = performance.now();
  process.stdout.write(`  ${name.padEnd(28)}`);
  try {
    const result = await work();
    process.stdout.write(`${seconds(performance.now() - startedAt)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed after ${seconds(performance.now() - startedAt)}\n`);
    throw error;
  }
}
