import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { env } from "@/server/env";

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

/** One JSON object a line on standard output, secrets left out by key. */
export const logger = pino({
  level: env.logLevel,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: () => storage.getStore() ?? {},
  redact: ["authorization", "*.authorization", "headers.cookie", "apiKey", "*.apiKey", "password", "*.password"],
});
