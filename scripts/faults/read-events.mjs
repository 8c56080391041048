/**
 * @typedef {object} Read what one connection to a run's stream brought
 * @property {number[]} ids in the order in which they came
 * @property {number} heartbeats
 * @property {boolean} isTold whether the stream said when to come back
 * @property {boolean} isOver whether the run has ended
 * @property {boolean} isBroken whether the connection ended without the stream's own end
 */

/**
 * Follows the stream of a run as far as one connection lasts.
 * @param {string} origin
 * @param {string} runId
 * @param {number} [after] the last number that the client has
 * @returns {Promise<Read>}
 */
export async function readEvents(origin, runId, after = 0) {
  const response = await fetch(`${origin}/api/v1/agent/runs/${runId}/events?after=${after}`);
  if (response.status !== 200 || response.body === null)
    throw new Error(`The stream was refused: ${response.status} ${await response.text()}`);
  let text = "";
  let isBroken = false;
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) text += chunk;
  } catch {
    isBroken = true;
  }
  return {
    ids: [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1])),
    heartbeats: text.split(": still here").length - 1,
    isTold: text.startsWith("retry: "),
    isOver: /"type":"RUN_(FINISHED|ERROR)"/.test(text),
    isBroken,
  };
}
