import { setTimeout as delay } from "node:timers/promises";
import { pool } from "@/server/db";
import { isTerminal, type RunStatus } from "@/server/domain/run/status";
import { env } from "@/server/env";
import { toRunStatus } from "@/server/services/runs/list-runs";
import { Finding } from "./finding";
import type { Examination } from "./patient";
import { type Draft, makeWorkflow, start } from "./run-draft";
import { SkippedCheck } from "./skipped-check";
import { SpareWorker } from "./spare-worker";

const steps = 100;
/** How many steps are to be done when the worker dies, so that there is something that could wrongly be done again. */
const stepsBeforeKill = 5;
/** Another process may be quicker to take a run up; the spare one gets this many chances. */
const mostTries = 5;
const longestRunMs = 120_000;
const askAgainMs = 20;

/**
 * Has a spare worker start and execute a run, kills it with kill -9 in the middle, and watches the run being finished by the
 * processes that stay, with no step done twice.
 * @throws Finding, SkippedCheck where the executor is not ours
 */
export async function checkDurability(examination: Examination): Promise<string> {
  if (!env.isEmbeddedEngine)
    throw new SkippedCheck("An Inngest server drives the runs here and looks after workers that die.");
  const { patient, say, showRun, signal } = examination;
  const workflowId = await makeWorkflow(patient.principal, "Doctor: durability", chainOfCalls());
  say("A spare worker is being started.");
  const spare = await SpareWorker.start(signal);
  try {
    say(`A spare worker executes runs (process ${spare.pid}).`);
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      const { runId, isHeld } = await spare.startRun(workflowId, signal);
      if (!isHeld) continue;
      showRun(runId);
      const { done, isOver } = await watch(runId, examination, (progress) => progress.done >= stepsBeforeKill);
      if (isOver) continue;
      await spare.kill();
      say(`It was killed with kill -9 while it executed a run, after ${done} of ${steps} steps.`);
      return await watchRecovery(runId, examination);
    }
  } finally {
    await spare.kill();
  }
  throw new Finding("The spare worker never got a run to execute.", "Examine again when fewer runs are under way.");
}

/** Watches a run whose worker is dead go on and come to its end. */
async function watchRecovery(runId: string, examination: Examination): Promise<string> {
  const { say } = examination;
  const killedAt = performance.now();
  const secondsLater = () => `${((performance.now() - killedAt) / 1000).toFixed(1)} s`;
  const atDeath = await progressOf(runId);
  const resumed = await watch(runId, examination, ({ done }) => done > atDeath.done);
  if (resumed.done === atDeath.done)
    throw new Finding(
      `Nobody took the run ${runId} up within ${longestRunMs / 1000} s; ${atDeath.done} of ${steps} steps are done.`,
      "See that another process executes runs: one with SIGNALBOX_SLOTS above 0, or npm run worker.",
    );
  say(`Another process took the run over after ${secondsLater()}.`);
  const { status, done } = await watch(runId, examination, () => false);
  if (status !== "completed")
    throw new Finding(
      `The run ${runId} is ${status} after ${done} of ${steps} steps.`,
      "Open the run under Runs to see why.",
    );
  const repeated = await repeatedSteps(runId);
  if (repeated.length > 0)
    throw new Finding(`${repeated.join(", ")} were done twice.`, "Report this; it must not happen.");
  return `The same run was finished ${secondsLater()} after the kill: ${done} of ${steps} steps, none done twice.`;
}

interface Progress {
  status: RunStatus;
  done: number;
  isOver: boolean;
}

/** Asks how far a run is until that is `enough`, it is over, or two minutes have passed. */
async function watch(
  runId: string,
  { signal, showProgress }: Examination,
  enough: (progress: Progress) => boolean,
): Promise<Progress> {
  const deadline = performance.now() + longestRunMs;
  for (;;) {
    signal.throwIfAborted();
    const progress = await progressOf(runId);
    showProgress(progress.done, steps);
    if (progress.isOver || enough(progress) || performance.now() > deadline) return progress;
    await delay(askAgainMs);
  }
}

async function progressOf(runId: string): Promise<Progress> {
  const { rows } = await pool.query<{ status: string; done: number }>(
    `select r.status, (select count(*)::int from node_run n
       where n.run_id = r.id and n.kind = 'tool' and n.status = 'completed') as done from run r where r.id = $1`,
    [runId],
  );
  const status = toRunStatus(rows[0]?.status ?? "");
  return { status, done: rows[0]?.done ?? 0, isOver: isTerminal(status) };
}

/** Steps that the log says were finished more than once. */
async function repeatedSteps(runId: string): Promise<string[]> {
  const { rows } = await pool.query<{ node: string }>(
    `select payload ->> 'nodeId' as node from event where run_id = $1 and type = 'node.finished'
     group by 1 having count(*) > 1
     union select node_id from node_run where run_id = $1 and status = 'completed' group by 1 having count(*) > 1`,
    [runId],
  );
  return rows.map((row) => row.node);
}

/** Calls to the product's own demo service one after the other, each a durable step. */
function chainOfCalls(): Draft {
  const ids = Array.from({ length: steps }, (_, index) => `step-${index + 1}`);
  const config = { method: "GET" as const, url: "/api/demo/weather", query: { city: "Bremen" } };
  return {
    nodes: [
      start,
      ...ids.map((id) => ({ id, type: "tool", title: id, config })),
      { id: "finish", type: "end", title: "Finish", config: { result: "done" } },
    ],
    edges: ["start", ...ids].map((source, index) => ({ source, target: [...ids, "finish"][index] ?? "finish" })),
  };
}
