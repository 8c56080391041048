import { setTimeout as delay } from "node:timers/promises";
import { originOf } from "../lib/address.mjs";
import { isBuilt } from "../lib/build.mjs";
import { anyFreePort } from "../lib/free-port.mjs";
import { becomesReady, startNext } from "../lib/next-server.mjs";
import { root } from "../lib/paths.mjs";
import { hasGone, signalProcess } from "../lib/processes.mjs";
import { archive, publish, startRun } from "../lib/studio-client.mjs";
import { Finding } from "./finding.mjs";

/** @typedef {import("./finding.mjs").Patient} Patient */

const host = "127.0.0.1";
const steps = 80;
/** How many steps are to be done when the process dies, so that there is something that could wrongly be done again. */
const stepsBeforeKill = 5;
/** Both processes may execute any run; the spare one gets this many chances to be the one. */
const mostTries = 6;
const longestRunMs = 120_000;

/** A chain of calls to the product's own demo service, each a durable step. */
function chainOfCalls() {
  const ids = Array.from({ length: steps }, (_, index) => `step-${index + 1}`);
  const config = { method: "GET", url: "/api/demo/weather", query: { city: "Bremen" } };
  return {
    nodes: [
      { id: "start", type: "start", config: {} },
      ...ids.map((id) => ({ id, type: "tool", config })),
      { id: "finish", type: "end", config: { result: "done" } },
    ],
    edges: ["start", ...ids].map((source, index) => ({ source, target: [...ids, "finish"][index] })),
  };
}

/** @param {Patient} patient @param {string} runId */
async function progressOf({ sql }, runId) {
  const { rows } = await sql.query(
    `select r.status, (select count(*)::int from node_run n where n.run_id = r.id and n.kind = 'tool' and n.status = 'completed') as done,
       (select count(*)::int from event e where e.run_id = r.id) as events
     from run r where r.id = $1`,
    [runId],
  );
  return { ...rows[0], isOver: ["completed", "failed", "cancelled"].includes(rows[0]?.status) };
}

/**
 * Starts runs at the spare process until one is caught in the middle of its work there: the process is frozen, and the run
 * that it executes stands still with it.
 * @param {Patient} patient
 * @param {{ origin: string, pid: number }} spare
 * @param {string} appCode
 * @returns {Promise<{ runId: string, done: number } | undefined>} undefined when the other process was always faster
 */
async function freezeMidRun(patient, spare, appCode) {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const runId = await startRun(() => spare.origin, {
      appCode,
      inputs: {},
      key: `doctor-${appCode}-${attempt}`,
      timeoutMs: 30_000,
    });
    const deadline = Date.now() + longestRunMs;
    let progress = await progressOf(patient, runId);
    while (progress.done < stepsBeforeKill && !progress.isOver && Date.now() < deadline) {
      await delay(10);
      progress = await progressOf(patient, runId);
    }
    signalProcess(spare.pid, "SIGSTOP");
    // What was on its way to the database when the process froze still arrives.
    await delay(500);
    const frozen = await progressOf(patient, runId);
    await delay(1000);
    const later = await progressOf(patient, runId);
    if (!later.isOver && later.events === frozen.events) return { runId, done: later.done };
    signalProcess(spare.pid, "SIGCONT");
  }
  return undefined;
}

/** @param {Patient} patient @param {string} runId */
async function waitForEnd(patient, runId) {
  const deadline = Date.now() + longestRunMs;
  for (;;) {
    const progress = await progressOf(patient, runId);
    if (progress.isOver) return progress;
    if (Date.now() > deadline)
      throw new Finding(
        `The run ${runId} did not go on within ${longestRunMs / 1000} s; ${progress.done} of ${steps} steps are done.`,
        "Look at the server's output for the reason, and report it.",
      );
    await delay(100);
  }
}

/** Steps that the log says were finished more than once. @param {Patient} patient @param {string} runId */
async function repeatedSteps({ sql }, runId) {
  const { rows } = await sql.query(
    `select payload ->> 'nodeId' as node from event where run_id = $1 and type = 'node.finished'
     group by 1 having count(*) > 1
     union select node_id from node_run where run_id = $1 and status = 'completed' group by 1 having count(*) > 1`,
    [runId],
  );
  return rows.map((row) => row.node);
}

/**
 * Starts a second server process on the same database, kills it with kill -9 while it executes a run, and watches the run
 * being finished by the one that stays, with no step done twice.
 * @param {Patient} patient
 * @param {(line: string) => void} say tells each stage
 * @returns {Promise<string>}
 */
export async function checkDurability(patient, say) {
  if (!isBuilt())
    throw new Finding(
      "The production build is missing or older than the sources.",
      "Stop Signalbox, start it with npm start, and examine it again.",
    );
  const port = await anyFreePort();
  const origin = originOf(host, port);
  const server = startNext({
    isDev: false,
    host,
    port,
    env: {
      DATABASE_URL: patient.databaseUrl,
      PORT: `${port}`,
      SIGNALBOX_ORIGIN: origin,
      SIGNALBOX_ROOT: root,
      SIGNALBOX_ALLOWED_HOSTS: "",
    },
  });
  let isKilled = false;
  try {
    await becomesReady(origin, server, AbortSignal.timeout(longestRunMs));
    say(`A second process serves the same database at ${origin} (process ${server.pid}).`);
    const { workflowId, appCode } = await publish(patient.origin, "Doctor: durability", chainOfCalls());
    try {
      const caught = await freezeMidRun(patient, { origin, pid: server.pid }, appCode);
      if (caught === undefined)
        throw new Finding(
          "The second process never got a run to execute.",
          "Examine again when fewer runs are under way.",
        );
      say(`It executes the run ${caught.runId}; ${caught.done} of ${steps} steps are done.`);
      signalProcess(-server.pid, "SIGKILL");
      isKilled = true;
      if (!(await hasGone(server.pid, 10_000)))
        throw new Finding("The second process outlived kill -9.", "Restart the machine.");
      const killedAt = performance.now();
      say("It was killed with kill -9.");
      const { status } = await waitForEnd(patient, caught.runId);
      const secondsLater = ((performance.now() - killedAt) / 1000).toFixed(1);
      const repeated = await repeatedSteps(patient, caught.runId);
      if (status !== "completed")
        throw new Finding(`The run ${caught.runId} ended as ${status}.`, "Open the run under Runs to see why.");
      if (repeated.length > 0)
        throw new Finding(`${repeated.join(", ")} were done twice.`, "Report this; it must not happen.");
      return `The same run was finished ${secondsLater} s later by the process that stayed: ${steps} of ${steps} steps, none done twice.`;
    } finally {
      await archive(patient.origin, workflowId);
    }
  } finally {
    if (!isKilled) {
      signalProcess(-server.pid, "SIGCONT");
      await server.stop();
    }
  }
}
