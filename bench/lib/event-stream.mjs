import { Agent, get } from "node:http";

// A connection for each stream, as browsers of different people have.
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

/**
 * Reads a run's events until its stream ends.
 * @param {string} url
 * @param {{ onEvent?: (event: any) => void, signal?: AbortSignal, after?: string }} [options] `after`: the last id received
 * @returns {Promise<{ lastType: string, lastId: string }>} of what was received; rejects when the run failed
 */
export function readEvents(url, { onEvent, signal, after = "" } = {}) {
  return new Promise((resolve, reject) => {
    get(
      url,
      { agent, signal, headers: { accept: "text/event-stream", ...(after ? { "last-event-id": after } : {}) } },
      (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          reject(new Error(`${url} answered with status ${response.statusCode}.`));
          return;
        }
        let rest = "";
        let lastType = "";
        let lastId = after;
        /** @type {Error | undefined} */
        let failure;
        response.setEncoding("utf8");
        response.on("data", (/** @type {string} */ text) => {
          const frames = (rest + text).split("\n\n");
          rest = frames.pop() ?? "";
          for (const frame of frames) {
            lastId = /^id: (.+)$/m.exec(frame)?.[1] ?? lastId;
            const data = frame.split("\n").find((line) => line.startsWith("data: "));
            if (data === undefined) continue;
            const event = JSON.parse(data.slice("data: ".length));
            lastType = event.type;
            if (event.type === "RUN_ERROR") failure = new Error(`The run failed: ${event.message}`);
            onEvent?.(event);
          }
        });
        response.once("error", reject);
        response.once("end", () => (failure ? reject(failure) : resolve({ lastType, lastId })));
      },
    ).once("error", reject);
  });
}
