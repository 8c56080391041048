/** The parts that are examined, in the order in which a cause comes before its consequences. */
export const checkKeys = ["database", "migrations", "server", "stream", "model", "sandbox", "durability"] as const;

export type CheckKey = (typeof checkKeys)[number];

/** What each check is called, and what it finds out. */
export const checkWords: Record<CheckKey, { name: string; question: string }> = {
  database: { name: "Database", question: "Does PostgreSQL answer, and has it room for us?" },
  migrations: { name: "Migrations", question: "Is the schema that of this version?" },
  server: { name: "Server", question: "Can work be accepted, and is every run looked after?" },
  stream: { name: "Stream", question: "Does a run's stream arrive whole and at once?" },
  model: { name: "Model", question: "Does the default model answer?" },
  sandbox: { name: "Sandbox", question: "Does Python run in its sandbox?" },
  durability: { name: "Durability", question: "Does a run survive the kill -9 of the worker that executes it?" },
};

/** How one check stands. Each report of a check replaces the one before. */
export interface CheckReport {
  check: CheckKey;
  state: "running" | "ok" | "problem" | "skipped";
  /** What has happened so far, for checks that take a while. */
  stages: string[];
  /** How far the run is that the check watches. */
  progress?: { done: number; total: number };
  /** What was found, one sentence; absent while it runs. */
  sentence?: string;
  /** What to do about a problem, one sentence. */
  advice?: string;
  durationMs?: number;
  /** The run that the check was made with. */
  runId?: string;
}

/** What a check found: all is well, or what is not and what to do about it. */
export type Verdict = { isGood: true; sentence: string } | { isGood: false; sentence: string; advice: string };
