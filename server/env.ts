import { z } from "zod";

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value ? value : undefined));

const urlText = optionalText.refine((value) => value === undefined || URL.canParse(value), "is not a URL");

const envSchema = z.object({
  DATABASE_URL: optionalText.refine(
    (value) => value === undefined || /^postgres(ql)?:\/\//.test(value),
    "must start with postgres:// or postgresql://",
  ),
  SIGNALBOX_ORIGIN: urlText,
  SIGNALBOX_ROOT: optionalText,
  SIGNALBOX_ALLOWED_HOSTS: optionalText,
  SIGNALBOX_DEFAULT_MODEL: optionalText,
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: urlText,
  EGRESS_ALLOW: optionalText,
  FAULTS: optionalText,
  SIGNALBOX_SLOTS: z.coerce.number().int().min(0).max(1000).default(200),
  NEXT_MANUAL_SIG_HANDLE: optionalText,
  SIGNALBOX_RETENTION_EVENT_DAYS: z.coerce.number().int().min(0).max(36_500).default(30),
  SIGNALBOX_RETENTION_TRACE_DAYS: z.coerce.number().int().min(0).max(36_500).default(90),
  SIGNALBOX_RETENTION_DELETED_DAYS: z.coerce.number().int().min(0).max(36_500).default(30),
  SIGNALBOX_RETENTION_EXECUTOR_DAYS: z.coerce.number().int().min(0).max(36_500).default(30),
  INNGEST_BASE_URL: urlText,
  INNGEST_EVENT_KEY: optionalText,
  INNGEST_SIGNING_KEY: optionalText,
  INNGEST_DEV: optionalText,
  INNGEST_SERVE_ORIGIN: urlText,
});

const defaultOrigin = "http://127.0.0.1:3000";

export interface Env {
  /** PostgreSQL 14 or newer. Absent only while the product is being built; `requireDatabaseUrl` refuses to run without it. */
  databaseUrl: string | undefined;
  /** Where browsers and the demo tools reach this server, without a trailing slash. */
  origin: string;
  /** The checkout: where scripts and sandbox children lie. */
  rootDirectory: string;
  /** Host names besides loopback that requests may name. */
  allowedHosts: string[];
  defaultModel: string | undefined;
  logLevel: z.infer<typeof envSchema>["LOG_LEVEL"];
  isProduction: boolean;
  openaiApiKey: string | undefined;
  openaiBaseUrl: string | undefined;
  /** Host names, host:port pairs and CIDRs that tools may reach although they are private. */
  egressAllow: string[];
  /** Where tests have this process killed; see server/faults.ts. Empty outside of tests. */
  faults: string[];
  /** Runs that execute at once in this process. 0: it serves pages and leaves runs to workers. */
  slots: number;
  /** True when the server leaves it to us to end the process when it is asked to stop. */
  endsOnSignal: boolean;
  /** Days for which streams and traces of ended runs, deleted conversations and the executor's own records are kept; 0 is for ever. */
  retentionEventDays: number;
  retentionTraceDays: number;
  retentionDeletedDays: number;
  retentionExecutorDays: number;
  /** True when no Inngest server is configured, so that the embedded executor drives the functions. */
  isEmbeddedEngine: boolean;
  /** Where an Inngest server reaches this one; it may lie in a network that browsers do not see. */
  serveOrigin: string;
  /** Why a configured Inngest server cannot be used safely; one sentence, absent when it can. */
  inngestProblem: string | undefined;
}

/**
 * Reads and checks the environment.
 * @throws Error with one sentence that names every wrong variable.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`The environment is not usable: ${problems.join("; ")}. Correct it and start again.`);
  }
  const values = parsed.data;
  const usesInngestServer = Boolean(
    values.INNGEST_BASE_URL ||
    values.INNGEST_EVENT_KEY ||
    values.INNGEST_SIGNING_KEY ||
    (values.INNGEST_DEV && values.INNGEST_DEV !== "0"),
  );
  return {
    databaseUrl: values.DATABASE_URL,
    origin: (values.SIGNALBOX_ORIGIN ?? defaultOrigin).replace(/\/+$/, ""),
    rootDirectory: values.SIGNALBOX_ROOT ?? process.cwd(),
    allowedHosts: commaList(values.SIGNALBOX_ALLOWED_HOSTS),
    defaultModel: values.SIGNALBOX_DEFAULT_MODEL,
    logLevel: values.LOG_LEVEL,
    isProduction: values.NODE_ENV === "production",
    openaiApiKey: values.OPENAI_API_KEY,
    openaiBaseUrl: values.OPENAI_BASE_URL,
    egressAllow: commaList(values.EGRESS_ALLOW),
    faults: commaList(values.FAULTS),
    slots: values.SIGNALBOX_SLOTS,
    endsOnSignal: values.NEXT_MANUAL_SIG_HANDLE !== undefined,
    retentionEventDays: values.SIGNALBOX_RETENTION_EVENT_DAYS,
    retentionTraceDays: values.SIGNALBOX_RETENTION_TRACE_DAYS,
    retentionDeletedDays: values.SIGNALBOX_RETENTION_DELETED_DAYS,
    retentionExecutorDays: values.SIGNALBOX_RETENTION_EXECUTOR_DAYS,
    isEmbeddedEngine: !usesInngestServer,
    serveOrigin: (values.INNGEST_SERVE_ORIGIN ?? values.SIGNALBOX_ORIGIN ?? defaultOrigin).replace(/\/+$/, ""),
    inngestProblem: usesInngestServer ? inngestProblem(values) : undefined,
  };
}

/** Without both keys no call is accepted, and in development mode every call is: neither may start unnoticed. */
function inngestProblem(values: z.infer<typeof envSchema>): string | undefined {
  if (values.INNGEST_DEV && values.INNGEST_DEV !== "0") {
    if (values.NODE_ENV !== "production") return undefined;
    return "INNGEST_DEV turns the signature check of /api/inngest off; unset it and give INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.";
  }
  const missing = (["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"] as const).filter((name) => !values[name]);
  return missing.length > 0 ? `An Inngest server is configured, but ${missing.join(" and ")} is not set.` : undefined;
}

function commaList(value: string | undefined): string[] {
  return (value ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}

export const env: Env = readEnv(process.env);

/** @throws Error with what to do, when the server is run without a database. */
export function requireDatabaseUrl(): string {
  if (env.databaseUrl) return env.databaseUrl;
  throw new Error(
    "DATABASE_URL is not set. Start with `npm start`, which brings a PostgreSQL, or set DATABASE_URL to your own.",
  );
}

/**
 * Replaces the process's environment by a copy. The Inngest SDK reads all of it several times for each step, and a copy is read
 * in a twentieth of the time. Changes no longer reach native code, such as that of the time zone.
 */
export function quickenEnvironment(): void {
  process.env = { ...process.env };
}
