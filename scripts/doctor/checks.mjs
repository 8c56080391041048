import { readMigrations } from "../lib/migrate.mjs";
import { archive, modelsOf, publish, startRun } from "../lib/studio-client.mjs";
import { Finding } from "./finding.mjs";
import { readStream } from "./read-stream.mjs";

/** @typedef {import("./finding.mjs").Patient} Patient */

const oldestVersion = 14;
/** Connections that one server process opens at most: requests and writes, the executor, its session, notifications. */
const connectionsOfServer = 32;

/** @param {Patient} patient */
export async function checkDatabase({ sql }) {
  const { rows } = await sql
    .query(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
         current_setting('max_connections')::int as most, (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
         pg_size_pretty(pg_database_size(current_database())) as size`,
    )
    .catch((error) => {
      throw new Finding(
        `PostgreSQL does not answer: ${error.message}.`,
        "Start Signalbox with npm start, or correct DATABASE_URL.",
      );
    });
  const { version, major, most, used, size } = rows[0];
  if (major < oldestVersion)
    throw new Finding(`PostgreSQL is version ${version}.`, `Use version ${oldestVersion} or newer.`);
  if (most - used < connectionsOfServer)
    throw new Finding(
      `${used} of ${most} connections are taken.`,
      "Raise max_connections, or end what else uses this database server.",
    );
  return `PostgreSQL ${version} answers; ${size} of data, ${used} of ${most} connections in use.`;
}

/** @param {Patient} patient */
export async function checkMigrations({ sql }) {
  const wanted = readMigrations();
  const { rows } = await sql.query(
    "select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const missing = wanted.filter(({ name }) => !applied.has(name));
  const changed = wanted.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (changed.length > 0)
    throw new Finding(
      `${changed.map(({ name }) => name).join(", ")} was changed after it was applied.`,
      "Put the released files of prisma/migrations back.",
    );
  if (missing.length > 0)
    throw new Finding(
      `${missing.length} migrations are not applied.`,
      "Stop Signalbox and start it again: npm start applies them.",
    );
  return `All ${wanted.length} migrations are applied.`;
}

/** @param {Patient} patient */
export async function checkServer({ origin, sql }) {
  const advice = "Look at what npm start printed last, then stop it and start it again.";
  const response = await fetch(`${origin}/api/ready`, { signal: AbortSignal.timeout(15_000) }).catch((error) => {
    throw new Finding(`${origin} does not answer: ${error.message}.`, advice);
  });
  const { checks } = await response.json();
  const missing = Object.entries(checks ?? {})
    .filter(([, isGood]) => !isGood)
    .map(([name]) => name);
  if (response.status !== 200)
    throw new Finding(`The server at ${origin} is not ready; missing: ${missing.join(", ")}.`, advice);
  const { rows } = await sql.query(
    "select count(*)::int as count from run where status in ('queued', 'running') and lease_until < clock_timestamp() - interval '1 minute'",
  );
  if (rows[0].count > 0) throw new Finding(`${rows[0].count} runs are looked after by nobody.`, advice);
  return `The server at ${origin} is ready, and no run is left alone.`;
}

/**
 * Makes a workflow, runs it once, reads its stream to the end and takes the workflow away again.
 * @param {string} origin
 * @param {string} name
 * @param {object} draft
 */
async function runOnce(origin, name, draft) {
  const { workflowId, appCode } = await publish(origin, name, draft);
  try {
    const runId = await startRun(() => origin, { appCode, inputs: {}, key: `${workflowId}-once`, timeoutMs: 30_000 });
    return { runId, ...(await readStream(origin, runId, 120_000)) };
  } finally {
    await archive(origin, workflowId);
  }
}

/** @param {string} type @param {object} config */
const chainOf = (type, config) => ({
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "work", type, config },
    { id: "say", type: "answer", config: { template: "{{ nodes.work.text }}" } },
  ],
  edges: [
    { source: "start", target: "work" },
    { source: "work", target: "say" },
  ],
});

/** Why a run ended as it did, from its own row. @param {Patient} patient @param {string} runId */
async function endOf({ sql }, runId) {
  const { rows } = await sql.query("select status, error ->> 'message' as message from run where id = $1", [runId]);
  return {
    isCompleted: rows[0]?.status === "completed",
    message: rows[0]?.message ?? `The run is ${rows[0]?.status}.`,
  };
}

/** @param {Patient} patient */
export async function checkModel(patient) {
  const { isOffline, defaultModel } = await modelsOf(patient.origin);
  const { runId, text } = await runOnce(
    patient.origin,
    "Doctor: model",
    chainOf("llm", { prompt: "Answer with one word: ready" }),
  );
  const { isCompleted, message } = await endOf(patient, runId);
  if (!isCompleted)
    throw new Finding(
      message,
      "Check OPENAI_API_KEY, OPENAI_BASE_URL and SIGNALBOX_DEFAULT_MODEL, then start Signalbox again.",
    );
  if (text.trim() === "")
    throw new Finding("The model answered nothing.", "Choose another model in SIGNALBOX_DEFAULT_MODEL.");
  if (isOffline) return "The built-in offline model answers. Set OPENAI_API_KEY to use a real one.";
  return `${defaultModel ?? "The default model"} answers.`;
}

/** @param {Patient} patient */
export async function checkSandbox(patient) {
  const code = "result = sum(payload['numbers'])\nprint(result)\n";
  const draft = chainOf("code", { language: "python", code, input_json: { numbers: [20, 22] }, timeout_seconds: 60 });
  const { runId, text } = await runOnce(patient.origin, "Doctor: sandbox", draft);
  const { isCompleted, message } = await endOf(patient, runId);
  if (!isCompleted || text.trim() !== "42")
    throw new Finding(
      isCompleted ? `Python printed "${text.trim()}" in place of 42.` : message,
      "Run npm ci, start Signalbox again, and see that the machine has a gigabyte of free memory.",
    );
  return "Python runs in its sandbox.";
}

/** @param {Patient} patient */
export async function checkStream({ origin }) {
  const draft = {
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "say", type: "answer", config: { template: "Every event arrives." } },
    ],
    edges: [{ source: "start", target: "say" }],
  };
  const stream = await runOnce(origin, "Doctor: stream", draft);
  const advice = "If a proxy stands before Signalbox, switch off its buffering and compression for /api.";
  if (!stream.contentType.startsWith("text/event-stream"))
    throw new Finding(`The stream comes as ${stream.contentType}.`, advice);
  if (stream.ids.some((id, index) => id !== (stream.ids[0] ?? 0) + index))
    throw new Finding("Events of the stream are missing.", advice);
  if (stream.types.at(-1) !== "RUN_FINISHED" || stream.text !== "Every event arrives.")
    throw new Finding("The stream does not come to its end.", advice);
  return `A run's stream arrives whole: ${stream.ids.length} events, the first after ${Math.round(stream.firstEventMs)} ms.`;
}
