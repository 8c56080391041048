/**
 * @typedef {object} Stream
 * @property {string} contentType
 * @property {number[]} ids in the order in which they came
 * @property {string[]} types
 * @property {string} text what was said to the chat
 * @property {number} firstEventMs from asking for the stream to its first event
 */

/**
 * Reads the event stream of a run to its end, as a browser does.
 * @param {string} origin
 * @param {string} runId
 * @param {number} timeoutMs
 * @returns {Promise<Stream>}
 */
export async function readStream(origin, runId, timeoutMs) {
  const askedAt = performance.now();
  const response = await fetch(`${origin}/api/v1/agent/runs/${runId}/events`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200 || response.body === null)
    throw new Error(`The stream was refused: ${response.status} ${await response.text()}`);
  let firstEventMs = Number.NaN;
  let received = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    received += chunk;
    if (Number.isNaN(firstEventMs) && received.includes("data: ")) firstEventMs = performance.now() - askedAt;
  }
  const events = [...received.matchAll(/^data: (.+)$/gm)].map((match) => JSON.parse(match[1] ?? ""));
  return {
    contentType: response.headers.get("content-type") ?? "",
    ids: [...received.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1])),
    types: events.map((event) => event.type),
    text: events.flatMap((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? [event.delta] : [])).join(""),
    firstEventMs,
  };
}
