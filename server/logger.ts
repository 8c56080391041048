import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { env } from "@/server/env";
import { globalSingleton } from "@/server/global-singleton";

/** What every line written during a request or a run says about it. */
export interface LogContext {
  requestId?: string;
  tenantId?: string;
  runId?: string;
  nodeId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that each line logged inside carries `context` besides what surrounds it. */
export function withLogContext<Value>(context: LogContext, work: () => Value): Value {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/*
 * Written by Node itself. The logger's own writer waits for ever when the process ends and nobody reads its output any more,
 * as after the death of the process that started this one: then the process would never end.
 */
const output = { write: (line: string) => void process.stdout.write(line) };
// Whoever read the lines may go; the work goes on without them.
globalSingleton("standard-output", () => process.stdout.on("error", () => undefined));

/** One JSON object a line on standard output, secrets left out by key. */
export const logger = pino(
  {
    level: env.logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => storage.getStore() ?? {},
    redact: ["authorization", "*.authorization", "headers.cookie", "apiKey", "*.apiKey", "password", "*.password"],
  },
  output,
);
