import { createServer } from "node:http";
import { answerChat } from "./model.mjs";

/**
 * @typedef {object} Receiver
 * @property {string} origin
 * @property {ReadonlyMap<string, number>} counters what was added to each counter, each idempotency key once
 * @property {ReadonlyMap<string, number>} calls how often each idempotency key arrived
 * @property {number} chats how often the model was asked
 * @property {number} unkeyed calls that came without a key, which must not happen
 * @property {(path: string) => Promise<void>} hold from now on leaves calls to the path unanswered; resolves when one has come
 * @property {() => void} release answers what is held
 * @property {() => Promise<void>} close
 */

/**
 * The outside world: a model behind `/v1`; what workflows change: `POST /add {counter, add}` adds to a counter, once for each
 * idempotency key, and answers what was added; and what they only read: `GET /after/n` answers the next number. It lives in the test's own process, so it outlives every server that is killed.
 * @returns {Promise<Receiver>}
 */
export async function startReceiver() {
  /** @type {Map<string, number>} */
  const counters = new Map();
  /** @type {Map<string, number>} */
  const calls = new Map();
  /** @type {Map<string, () => void>} */
  const heldPaths = new Map();
  /** @type {(() => void)[]} */
  let waiting = [];
  let unkeyed = 0;
  let chats = 0;

  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      if (request.url === "/v1/chat/completions") {
        chats += 1;
        return answerChat(response);
      }
      const send = (/** @type {object} */ answer) =>
        response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
      const read = /^\/after\/(\d+)$/.exec(request.url ?? "");
      if (read !== null) return send({ next: Number(read[1]) + 1 });
      const key = request.headers["idempotency-key"];
      const { counter, add } = JSON.parse(text);
      if (typeof key !== "string") unkeyed += 1;
      else {
        if (!calls.has(key)) counters.set(counter, (counters.get(counter) ?? 0) + Number(add));
        calls.set(key, (calls.get(key) ?? 0) + 1);
      }
      const answer = () => send({ added: Number(add) });
      const onHeld = heldPaths.get(request.url ?? "");
      if (onHeld === undefined) return answer();
      waiting.push(answer);
      onHeld();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    counters,
    calls,
    get chats() {
      return chats;
    },
    get unkeyed() {
      return unkeyed;
    },
    hold: (path) => new Promise((resolve) => heldPaths.set(path, () => resolve())),
    release: () => {
      heldPaths.clear();
      for (const answer of waiting) answer();
      waiting = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
