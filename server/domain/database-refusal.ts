import { DomainError, type ErrorCode } from "./errors";

type DatabaseCode = Extract<ErrorCode, "database_unavailable" | "disk_full">;

/**
 * What a failure of PostgreSQL means for whoever asked, by the beginning of its code; the first that fits counts. Codes of
 * five characters are PostgreSQL's own (SQLSTATE), those that begin with P Prisma's.
 */
const meanings: readonly [prefix: string, code: DatabaseCode][] = [
  ["53100", "disk_full"],
  // Out of memory or connections, and limits of its configuration.
  ["53", "database_unavailable"],
  // The connection broke, or was refused.
  ["08", "database_unavailable"],
  // Shutting down, crashed, starting, and a connection that an administrator ended.
  ["57P0", "database_unavailable"],
  // We were frozen in the middle of a transaction for so long that the server ended it.
  ["25P03", "database_unavailable"],
  // The server was made a standby while we were connected to it.
  ["25006", "database_unavailable"],
  // Not reachable, timed out, connection closed.
  ["P1001", "database_unavailable"],
  ["P1002", "database_unavailable"],
  ["P1008", "database_unavailable"],
  ["P1017", "database_unavailable"],
  // No connection became free in time, for a statement or for a transaction.
  ["P2024", "database_unavailable"],
  ["P2028", "database_unavailable"],
  ["P2037", "database_unavailable"],
];

const sentences: Record<DatabaseCode, { message: string; retryAfterMs: number }> = {
  database_unavailable: {
    message: "The database does not answer just now. Try again in a moment.",
    retryAfterMs: 2000,
  },
  disk_full: {
    message: "The database's disk is full. Nothing was changed; free space there, then try again.",
    retryAfterMs: 30_000,
  },
};

/**
 * The refusal behind an error of pg or Prisma when the database itself can not work now: it is away, restarting, out of
 * connections or out of space. Nothing for every other error, which is a mistake of ours.
 */
export function databaseRefusal(error: unknown): DomainError | undefined {
  const code = meaningOf(error);
  if (code === undefined) return undefined;
  const { message, retryAfterMs } = sentences[code];
  return new DomainError(code, message, { cause: error, retryAfterMs });
}

function meaningOf(error: unknown): DatabaseCode | undefined {
  if (!(error instanceof Error)) return undefined;
  // By name: Next loads the class once for each of its bundles, and the pool belongs to one of them.
  if (error.name === "ConnectionTrouble") return "database_unavailable";
  for (const code of codesOf(error)) {
    const meaning = meanings.find(([prefix]) => code.startsWith(prefix));
    if (meaning) return meaning[1];
  }
  return undefined;
}

/** PostgreSQL's code, also where Prisma carries it along, then Prisma's own. */
function codesOf(error: Error): string[] {
  const carried = path(error, ["meta", "driverAdapterError", "cause", "originalCode"]);
  // What breaks while a transaction begins or ends, Prisma passes on as its adapter raised it.
  const raised = path(error, ["cause", "originalCode"]);
  // Codes of others, such as ECONNREFUSED of a model's server, must not be taken for the database's.
  const own = path(error, ["code"]);
  return [carried, raised, own].filter(
    (code): code is string => typeof code === "string" && /^([0-9A-Z]{5}|P[12]\d{3})$/.test(code),
  );
}

function path(from: unknown, keys: readonly string[]): unknown {
  let value = from;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || !(key in value)) return undefined;
    value = value[key as keyof typeof value];
  }
  return value;
}
