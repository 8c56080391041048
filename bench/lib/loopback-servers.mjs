import { createServer } from "node:http";

/**
 * @param {import("node:http").RequestListener} listener
 * @returns {Promise<{ url: string, host: string, close: () => Promise<void> }>}
 */
function listen(listener) {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const host = `127.0.0.1:${port}`;
      resolve({
        url: `http://${host}`,
        host,
        close: () => {
          server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}

/** The service that effectful and writing steps call: answers at once with a small JSON document. */
export function startToolServer() {
  return listen((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ path: request.url, stock: 7 }));
  });
}

/** Microseconds of the machine's one monotonic clock, the same in every process. */
export const nowMicros = () => Number(process.hrtime.bigint() / 1000n);

/**
 * A model server that speaks OpenAI's streaming protocol. The prompt says what to stream: `stream <tokens> <perSecond>`, or
 * `hang` to answer nothing. A token is the time it was sent at, as `<microseconds> `.
 */
export async function startModelServer() {
  const streams = { open: 0, peak: 0 };
  const server = await listen((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => (body += text));
    request.once("end", () => {
      const prompt = String(JSON.parse(body).messages.at(-1).content);
      const [, tokens = "0", perSecond = "1"] = /stream (\d+) (\d+)/.exec(prompt) ?? [];
      streams.open += 1;
      streams.peak = Math.max(streams.peak, streams.open);
      response.once("close", () => (streams.open -= 1));
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      if (!prompt.includes("hang")) streamTokens(response, Number(tokens), 1000 / Number(perSecond));
    });
  });
  return { ...server, streams };
}

/** @param {object} delta @param {string | null} finish */
const chunk = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: "bench", object: "chat.completion.chunk", created: 0, model: "bench", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} count
 * @param {number} intervalMs
 */
function streamTokens(response, count, intervalMs) {
  const startedAt = performance.now();
  let sent = 0;
  const next = () => {
    if (response.destroyed) return;
    if (sent === count) {
      response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
      return;
    }
    response.write(chunk({ content: `${nowMicros()} ` }));
    sent += 1;
    setTimeout(next, Math.max(0, startedAt + sent * intervalMs - performance.now()));
  };
  next();
}
