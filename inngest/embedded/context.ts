import type { Database } from "./database";
import type { EngineLogger } from "./logger";
import type { RunEndWriter } from "./run-end-writer";
import type { EngineStatements } from "./sql/statements";
import type { FunctionTable } from "./sync";

/** What the parts of one engine share. */
export interface EngineContext {
  database: Database;
  sql: EngineStatements;
  /** Ends runs, those of many calls together. */
  runEndWriter: RunEndWriter;
  functions: FunctionTable;
  logger: EngineLogger;
  handler: (request: Request) => Promise<Response>;
  /** Milliseconds to wait after the attempt with this number (from 0) has failed. */
  backoff: (attempt: number) => number;
  /** For how long ended steps may wait in memory to be stored together. */
  storeDelayMs: number;
  /** Awaited before results of steps are stored. */
  beforeStoring: (callId: string) => Promise<void>;
  /** Says that there is, or in so many milliseconds will be, work to claim. */
  wake: (delayMs?: number) => void;
}

/** How long a write waits for a database that is away before its work is given up and left to a later claim. */
export const writePatienceMs = 30_000;
