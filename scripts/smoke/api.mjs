import { SmokeFailure } from "./failure.mjs";

const timeoutMs = 120_000;

/**
 * @typedef {object} Event one event of a stream, with its number where it has one
 * @property {number} [id]
 * @property {number} atMs milliseconds after the request
 * @property {Record<string, any>} data
 */

/**
 * Asks the instance and reads its JSON.
 * @param {string} origin
 * @param {string} path
 * @param {{ method?: string, body?: unknown, expected?: number }} [options]
 * @returns {Promise<any>}
 * @throws {SmokeFailure} when it answers with another status, with the reason that it gives
 */
export async function ask(origin, path, { method = "GET", body, expected = 200 } = {}) {
  const response = await send(origin, path, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status !== expected) {
    throw new SmokeFailure(
      `${method} ${path} answered ${response.status} instead of ${expected}: ${reasonOf(text)}`,
      `Look for request ${response.headers.get("x-request-id") ?? "without an id"} in the server's log.`,
    );
  }
  return text === "" ? undefined : JSON.parse(text);
}

/**
 * Follows a run to its end.
 * @param {string} origin
 * @param {string} runId
 * @returns {Promise<Event[]>}
 */
export async function follow(origin, runId) {
  const startedAt = performance.now();
  const path = `/api/v1/agent/runs/${runId}/events`;
  const response = await send(origin, path, {});
  if (response.status !== 200 || !response.body) {
    throw new SmokeFailure(`GET ${path} answered ${response.status} instead of a stream.`, "Look at the server's log.");
  }
  /** @type {Event[]} */
  const events = [];
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const atMs = performance.now() - startedAt;
      events.push({ ...(id ? { id: Number(id) } : {}), atMs, data: JSON.parse(data) });
    }
  }
  return events;
}

/**
 * @param {string} origin
 * @param {string} path
 * @param {RequestInit} init
 */
async function send(origin, path, init) {
  try {
    return await fetch(`${origin}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new SmokeFailure(
      `${origin}${path} can not be reached: ${cause}.`,
      "Start it with npm start, or give its address with --url.",
    );
  }
}

/** @param {string} text */
function reasonOf(text) {
  try {
    const { detail, code } = JSON.parse(text);
    return `${detail} (${code})`;
  } catch {
    return text.slice(0, 300);
  }
}
