import { anyFreePort } from "../../scripts/lib/free-port.mjs";
import { becomesReady, startNext } from "../../scripts/lib/next-server.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { readEvents } from "./event-stream.mjs";

/**
 * The production server, driven as any client drives it: over HTTP.
 * @typedef {object} Product
 * @property {number} pid
 * @property {string} origin
 * @property {(name: string, workflow: object) => Promise<string>} draft gives the workflow's id
 * @property {(name: string, workflow: object) => Promise<string>} publish gives the app's code
 * @property {(appCode: string, inputs?: object) => Promise<string>} start gives the id of the accepted run
 * @property {(runId: string, options?: Pick<NonNullable<Parameters<typeof readEvents>[1]>, "onEvent" | "signal">) => Promise<void>} events
 *   all events of a run; a stream that ends before the run's last event is resumed, as clients do, and counted
 * @property {() => number} takeEarlyEnds how many streams ended too early since the last time this was asked
 * @property {(appCode: string, nodes: number) => Promise<void>} run from the request to the last event; rejects unless just
 *   so many nodes ended, because a run that left some out would look fast
 * @property {() => Promise<void>} stop
 */

const mostResumes = 3;

/**
 * @param {string} url
 * @param {object} body
 */
async function post(url, body) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}: ${text.slice(0, 1000)}`);
  return JSON.parse(text);
}

/**
 * Starts the built product on a database that has its schema, and waits until it is ready.
 * @param {{ databaseUrl: string, env: Record<string, string> }} options
 * @returns {Promise<Product>}
 */
export async function startProduct({ databaseUrl, env }) {
  const host = "127.0.0.1";
  const port = await anyFreePort();
  const origin = `http://${host}:${port}`;
  const settings = { DATABASE_URL: databaseUrl, SIGNALBOX_ORIGIN: origin, SIGNALBOX_ROOT: root, LOG_LEVEL: "warn" };
  const server = startNext({ isDev: false, host, port, env: { ...settings, PORT: `${port}`, ...env } });
  server.releaseOutput();
  try {
    await becomesReady(origin, server, new AbortController().signal);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const call = async (/** @type {string} */ procedure, /** @type {object} */ input) =>
    (await post(`${origin}/api/trpc/${procedure}`, { json: input })).result.data.json;
  /** @type {Product["start"]} */
  const start = async (appCode, inputs = { query: "a parcel" }) =>
    (await post(`${origin}/api/v1/agent/runs`, { app_code: appCode, inputs })).run_id;
  let earlyEnds = 0;
  /** @type {Product["events"]} */
  const events = async (runId, options) => {
    const url = `${origin}/api/v1/agent/runs/${runId}/events`;
    let { lastType, lastId } = await readEvents(url, options);
    for (let attempt = 1; lastType !== "RUN_FINISHED"; attempt += 1) {
      if (attempt > mostResumes) throw new Error(`The stream of run ${runId} ended with ${lastType}.`);
      earlyEnds += 1;
      ({ lastType, lastId } = await readEvents(url, { ...options, after: lastId }));
    }
  };
  const saveDraft = async (/** @type {string} */ name, /** @type {object} */ draft) => {
    const { id } = await call("workflows.create", { name });
    const { draftVersion } = await call("workflows.saveDraft", { id, expectedVersion: 1, draft });
    return { id, draftVersion };
  };
  return {
    pid: server.pid,
    origin,
    draft: async (name, draft) => (await saveDraft(name, draft)).id,
    publish: async (name, draft) => {
      const { id, draftVersion } = await saveDraft(name, draft);
      const { app } = await call("workflows.publish", { id, expectedVersion: draftVersion });
      return app.code;
    },
    start,
    events,
    run: async (appCode, nodes) => {
      let ended = 0;
      const onEvent = (/** @type {{ type: string }} */ { type }) => (ended += type === "STEP_FINISHED" ? 1 : 0);
      await events(await start(appCode), { onEvent });
      if (ended !== nodes) throw new Error(`${ended} nodes of a run of ${appCode} ended, not ${nodes}.`);
    },
    takeEarlyEnds: () => {
      const count = earlyEnds;
      earlyEnds = 0;
      return count;
    },
    stop: server.stop,
  };
}
