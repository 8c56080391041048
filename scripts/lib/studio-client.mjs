import { createTRPCClient, httpBatchLink } from "@trpc/client";
import superjson from "superjson";
import { setTimeout as delay } from "node:timers/promises";

/** @typedef {ReturnType<typeof createTRPCClient<import("../../server/trpc/root.ts").AppRouter>>} Trpc */

/** @param {string} origin */
function trpcOf(origin) {
  /** @type {Trpc} */
  const trpc = createTRPCClient({ links: [httpBatchLink({ url: `${origin}/api/trpc`, transformer: superjson })] });
  return trpc;
}

/**
 * Makes and publishes a workflow.
 * @param {string} origin
 * @param {string} name
 * @param {object} draft the DSL document
 * @returns {Promise<{ workflowId: string, appCode: string }>}
 */
export async function publish(origin, name, draft) {
  const trpc = trpcOf(origin);
  const { id } = await trpc.workflows.create.mutate({ name });
  const created = await trpc.workflows.get.query({ id });
  await trpc.workflows.saveDraft.mutate({ id, expectedVersion: created.draftVersion, draft });
  const saved = await trpc.workflows.get.query({ id });
  const { app } = await trpc.workflows.publish.mutate({ id, expectedVersion: saved.draftVersion });
  return { workflowId: id, appCode: app.code };
}

/**
 * Takes a workflow out of everyone's sight; its runs stay.
 * @param {string} origin
 * @param {string} workflowId
 */
export async function archive(origin, workflowId) {
  await trpcOf(origin).workflows.archive.mutate({ id: workflowId });
}

/**
 * The model that answers when a workflow names none.
 * @param {string} origin
 * @returns {Promise<{ isOffline: boolean, defaultModel: string | null }>}
 */
export async function modelsOf(origin) {
  return (await trpcOf(origin).system.info.query()).models;
}

/**
 * Has the server start a run whose stream is to be measured.
 * @param {string} origin
 * @returns {Promise<{ runId: string, said: string }>} the run, and what it says
 */
export function startStreamProbe(origin) {
  return trpcOf(origin).system.streamProbe.mutate();
}

/**
 * Asks for a run until the server has accepted it: a request that was cut off is sent again under the same key, so that it
 * makes one run however often it arrives.
 * @param {() => string} origin of the server that runs now
 * @param {{ appCode: string, inputs: Record<string, unknown>, key: string, timeoutMs?: number }} request
 * @returns {Promise<string>} the run's id
 */
export async function startRun(origin, { appCode, inputs, key, timeoutMs = 180_000 }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask(`${origin()}/api/v1/agent/runs`, key, { app_code: appCode, inputs });
    if (typeof answer === "object") return answer.run_id;
    if (Date.now() > deadline) throw new Error(`The run ${key} was not accepted: ${answer}`);
    await delay(100);
  }
}

/**
 * @param {string} url
 * @param {string} key
 * @param {object} body
 * @returns {Promise<{ run_id: string } | string>} why not, when asking again may help
 */
async function ask(url, key, body) {
  /** @type {Response} */
  let response;
  /** @type {string} */
  let text;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    text = await response.text();
  } catch (error) {
    return String(error);
  }
  if (response.status === 202) return JSON.parse(text);
  // The database or the server is away for a moment, which the server has to say in just these words.
  if (/"code":"(database_unavailable|disk_full|not_ready)"/.test(text)) return `${response.status} ${text}`;
  throw new Error(`A run was refused: ${response.status} ${text}`);
}
