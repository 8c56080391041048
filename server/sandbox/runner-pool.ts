import { availableParallelism } from "node:os";
import { DomainError } from "@/server/domain/errors";
import { logger } from "@/server/logger";
import { findJail, type Jail } from "./jail";
import { bootTimeoutMs, defaultLimits, type CodeLanguage, type CodeLimits } from "./limits";
import { onAbort } from "./on-abort";
import { discardPythonSnapshot, ensurePythonSnapshot, pythonSnapshot } from "./python-snapshot";
import { RunnerDeath, RunnerProcess } from "./runner-process";

/** How long a booted spare waits for the next code node before it ends. */
const spareIdleMs = 60_000;
const maximumRunning = Math.max(2, Math.min(4, availableParallelism()));

const spares = new Map<CodeLanguage, RunnerProcess>();
let running = 0;
const queue: (() => void)[] = [];

/**
 * Lends one booted, unused runner to `use` and ends it afterwards, whatever happened. At most a few run at once; others
 * wait in order, and waiting does not count against the time of the code.
 * @throws DomainError `code_unavailable` when no interpreter can be booted; `run_cancelled` when the signal fires first.
 */
export async function withRunner<Value>(
  options: { language: CodeLanguage; limits: CodeLimits; signal?: AbortSignal },
  use: (runner: RunnerProcess) => Promise<Value>,
): Promise<Value> {
  const jail = await findJail();
  await takeTurn(options.signal);
  try {
    const runner = await obtain(jail, options);
    try {
      return await use(runner);
    } finally {
      runner.kill();
    }
  } finally {
    running -= 1;
    queue.shift()?.();
    if (options.limits === defaultLimits[options.language]) {
      keepSpare(jail, options.language).catch((error: unknown) => {
        logger.warn({ err: error, language: options.language }, "no spare interpreter could be kept ready");
      });
    }
  }
}

async function takeTurn(signal: AbortSignal | undefined): Promise<void> {
  if (running >= maximumRunning) {
    const { promise, resolve } = Promise.withResolvers<void>();
    queue.push(resolve);
    const stopListening = onAbort(signal, () => {
      if (queue.includes(resolve)) queue.splice(queue.indexOf(resolve), 1);
      resolve();
    });
    await promise;
    stopListening();
  }
  if (signal?.aborted) throw cancelled();
  running += 1;
}

export function cancelled(): DomainError {
  return new DomainError("run_cancelled", "The run was cancelled while its code was running.");
}

async function obtain(
  jail: Jail,
  { language, limits, signal }: { language: CodeLanguage; limits: CodeLimits; signal?: AbortSignal },
): Promise<RunnerProcess> {
  const spare = spares.get(language);
  if (spare && limits === defaultLimits[language]) {
    spares.delete(language);
    if (await hasBooted(spare)) return spare;
  }
  const snapshot = language === "python" ? await pythonSnapshot(jail) : undefined;
  const runner = new RunnerProcess(jail, language, limits, snapshot);
  const stopListening = onAbort(signal, () => runner.kill());
  try {
    await booted(runner);
    return runner;
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    if (snapshot === undefined) throw unavailable(language, error);
    await discardPythonSnapshot(jail, error);
    return await obtain(jail, { language, limits, signal });
  } finally {
    stopListening();
  }
}

/** Waits for the boot, not for ever: a machine that cannot boot an interpreter in a minute cannot run code. */
async function booted(runner: RunnerProcess): Promise<void> {
  const timer = setTimeout(() => runner.kill(), bootTimeoutMs);
  try {
    await runner.ready;
  } finally {
    clearTimeout(timer);
  }
}

async function hasBooted(runner: RunnerProcess): Promise<boolean> {
  try {
    runner.ref();
    await booted(runner);
    return !runner.hasEnded;
  } catch {
    return false;
  }
}

function unavailable(language: CodeLanguage, cause: unknown): DomainError {
  const name = language === "python" ? "Python" : "JavaScript";
  return new DomainError("code_unavailable", `The ${name} interpreter could not be started on this machine.`, {
    cause,
    details: cause instanceof RunnerDeath ? { reason: cause.message } : undefined,
  });
}

/** Boots the next runner ahead of its use. It goes away by itself when no code node runs for a while. */
async function keepSpare(jail: Jail, language: CodeLanguage): Promise<void> {
  if (language === "python") await ensurePythonSnapshot(jail);
  if (spares.has(language) || running >= maximumRunning) return;
  const snapshot = language === "python" ? await pythonSnapshot(jail) : undefined;
  if (spares.has(language)) return;
  const spare = new RunnerProcess(jail, language, defaultLimits[language], snapshot);
  spare.unref();
  spares.set(language, spare);
  const retire = setTimeout(() => {
    if (spares.get(language) !== spare) return;
    spares.delete(language);
    spare.kill();
  }, spareIdleMs);
  retire.unref();
}
