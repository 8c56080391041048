import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { sanitiseJson, sanitiseText, truncate } from "@/server/domain/text";
import { defaultLimits, type CodeLanguage, type CodeLimits } from "./limits";
import { onAbort } from "./on-abort";
import { cancelled, withRunner } from "./runner-pool";
import { RunnerDeath, type RunnerProcess, type RunnerReply } from "./runner-process";

/** What an error keeps of printed text and tracebacks, in characters: it is stored with the run and sent to browsers. */
const detailLength = 8 * 1024;

export interface RunCodeOptions {
  language: CodeLanguage;
  /** Reads `payload`, assigns `result`, prints with `print` or `console.log`. May await at the top level. */
  code: string;
  payload: Json;
  /** Wall clock for the code itself, in milliseconds; waiting for a turn and booting do not count. */
  timeoutMs: number;
  signal?: AbortSignal;
  limits?: CodeLimits;
}

export interface CodeOutcome {
  stdout: string;
  stderr: string;
  result: Json;
  durationMs: number;
}

/**
 * Runs a piece of Python or JavaScript in a process of its own that has no network, no files, no environment and no other
 * processes, and that is killed at the end of its time.
 *
 * What `result` may hold: JSON. Dates become ISO text, sets lists, Python's decimals and UUIDs text, and whole numbers that
 * JavaScript cannot hold exactly become text; NaN, Infinity, cycles and other types are refused.
 *
 * @throws DomainError `code_failed` (with line, traceback and what was printed in the details), `code_timeout`,
 *   `code_memory`, `code_output_too_large`, `code_crashed`, `code_unavailable`, `payload_too_large`, `run_cancelled`.
 */
export async function runCode(options: RunCodeOptions): Promise<CodeOutcome> {
  const { language, code, timeoutMs, signal } = options;
  const limits = options.limits ?? defaultLimits[language];
  const payload = JSON.stringify(options.payload);
  const sentBytes = Buffer.byteLength(payload) + Buffer.byteLength(code);
  if (sentBytes > limits.payloadBytes) {
    throw new DomainError(
      "payload_too_large",
      `Code and payload together may have ${limits.payloadBytes} bytes; these have ${sentBytes}.`,
    );
  }
  if (signal?.aborted) throw cancelled();

  return withRunner({ language, limits, signal }, async (runner) => {
    const startedAt = performance.now();
    const { outputBytes, resultBytes } = limits;
    const reply = await replyInTime(runner, { code, payload, outputBytes, resultBytes }, timeoutMs, signal);
    const printed = readPrinted(runner, reply, limits);
    if (reply.kind !== "done") throw refusal(reply, printed, limits);
    const result = sanitiseJson(JSON.parse(reply.result) as Json);
    return { ...printed, result, durationMs: Math.round(performance.now() - startedAt) };
  });
}

async function replyInTime(
  runner: RunnerProcess,
  job: Parameters<RunnerProcess["run"]>[0],
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<RunnerReply> {
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    runner.kill();
  }, timeoutMs);
  const stopListening = onAbort(signal, () => runner.kill());
  try {
    return await runner.run(job);
  } catch (error) {
    if (!(error instanceof RunnerDeath)) throw error;
    const details = { stdout: forDetails(runner.printed.stdout) };
    if (signal?.aborted) throw cancelled();
    if (isTimedOut) {
      throw new DomainError("code_timeout", `The code ran longer than ${timeoutMs / 1000} s and was stopped.`, {
        details,
      });
    }
    if (/heap out of memory|Allocation failed/.test(error.report)) {
      throw new DomainError("code_memory", "The code used more memory than it may.", { cause: error, details });
    }
    throw new DomainError("code_crashed", "The code ended its process before it had finished.", {
      cause: error,
      details,
    });
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}

function readPrinted(
  runner: RunnerProcess,
  reply: RunnerReply,
  limits: CodeLimits,
): { stdout: string; stderr: string } {
  const mark = `\n[cut off after ${limits.outputBytes} bytes]\n`;
  const { stdout, stderr } = runner.printed;
  return {
    stdout: sanitiseText(stdout) + (reply.stdoutTruncated ? mark : ""),
    stderr: sanitiseText(stderr) + (reply.stderrTruncated ? mark : ""),
  };
}

function forDetails(text: string): string {
  return truncate(sanitiseText(text), detailLength);
}

function refusal(
  reply: Exclude<RunnerReply, { kind: "done" }>,
  { stdout, stderr }: { stdout: string; stderr: string },
  limits: CodeLimits,
): DomainError {
  const printed = { stdout: forDetails(stdout), stderr: forDetails(stderr) };
  switch (reply.kind) {
    case "failed": {
      const message = forDetails(reply.message);
      const details = { ...printed, line: reply.line ?? null, traceback: forDetails(reply.traceback ?? "") };
      return new DomainError("code_failed", reply.line ? `Line ${reply.line}: ${message}` : message, { details });
    }
    case "memory":
      return new DomainError(
        "code_memory",
        `The code used more than the ${limits.memoryMegabytes} MiB of memory it may use.`,
        {
          details: { ...printed, line: reply.line ?? null },
        },
      );
    case "too_large":
      return new DomainError(
        "code_output_too_large",
        `The result is larger than ${limits.resultBytes} bytes. Return less, or a summary.`,
        {
          details: printed,
        },
      );
    case "crashed":
      return new DomainError("code_crashed", "The interpreter failed while it ran the code.", {
        cause: new Error(reply.message),
        details: printed,
      });
  }
}
