import { DomainError } from "@/server/domain/errors";
import type { CheckKey, CheckReport } from "@/server/domain/doctor/report";
import { checkDatabase } from "./check-database";
import { checkDurability } from "./check-durability";
import { checkMigrations } from "./check-migrations";
import { checkModel } from "./check-model";
import { checkSandbox } from "./check-sandbox";
import { checkServer } from "./check-server";
import { Finding } from "./finding";
import type { Check, Patient } from "./patient";
import { Reports } from "./reports";
import { SkippedCheck } from "./skipped-check";

/** All but the stream, which whoever reads it has to measure. */
export type ServerCheckKey = Exclude<CheckKey, "stream">;

/** In the order in which a cause comes before its consequences. */
const checks: Record<ServerCheckKey, Check> = {
  database: checkDatabase,
  migrations: checkMigrations,
  server: checkServer,
  model: checkModel,
  sandbox: checkSandbox,
  durability: checkDurability,
};

/** What the rest can not be examined without. */
const vital: ReadonlySet<ServerCheckKey> = new Set(["database", "server"]);

const lookAtOutput = "Look at what the server printed, and report it if that does not help.";

/**
 * Examines an installation, one part after the other, and reports each step of it as it happens. Whoever stops reading ends
 * the examination and what it has started.
 */
export async function* examine(patient: Patient): AsyncGenerator<CheckReport, void, void> {
  let missing: string | undefined;
  for (const [check, run] of Object.entries(checks) as [ServerCheckKey, Check][]) {
    if (missing !== undefined) {
      yield { check, state: "skipped", stages: [], sentence: `Not examined, because of the ${missing}.` };
      continue;
    }
    let last: CheckReport["state"] = "running";
    for await (const report of perform(check, run, patient)) {
      last = report.state;
      yield report;
    }
    if (last === "problem" && vital.has(check)) missing = check;
  }
}

async function* perform(check: ServerCheckKey, run: Check, patient: Patient): AsyncGenerator<CheckReport, void, void> {
  const stop = new AbortController();
  const startedAt = performance.now();
  const reports = new Reports({ check, state: "running", stages: [] });
  run({
    patient,
    signal: stop.signal,
    say: (stage) => reports.change(({ stages }) => ({ stages: [...stages, stage] })),
    showRun: (runId) => reports.change(() => ({ runId })),
    showProgress: (done, total) => reports.change(() => ({ progress: { done, total } })),
  })
    .then(
      (sentence) => ({ state: "ok" as const, sentence }),
      (error: unknown) => judge(error),
    )
    .then((end) => reports.end({ ...end, durationMs: Math.round(performance.now() - startedAt) }))
    .catch((error: unknown) => reports.fail(error));
  try {
    yield* reports.read();
  } finally {
    stop.abort();
  }
}

function judge(error: unknown): Pick<CheckReport, "state" | "sentence" | "advice"> {
  if (error instanceof SkippedCheck) return { state: "skipped", sentence: error.message };
  const sentence = error instanceof Error ? error.message : String(error);
  const advice = error instanceof Finding ? error.advice : lookAtOutput;
  return { state: "problem", sentence: error instanceof DomainError ? error.message : sentence, advice };
}
