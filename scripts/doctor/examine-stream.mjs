import { startStreamProbe } from "../lib/studio-client.mjs";

/**
 * Has the server start a run that says one sentence, and reads its stream as a browser does.
 * @param {string} origin
 * @returns {Promise<import("../../server/domain/doctor/report.ts").CheckReport>}
 */
export async function examineStream(origin) {
  const { judgeStream } = await import("../../server/domain/doctor/judge-stream.ts");
  const { runId, said } = await startStreamProbe(origin);
  const verdict = judgeStream(await read(origin, runId), said);
  const advice = verdict.isGood ? {} : { advice: verdict.advice };
  return {
    check: "stream",
    state: verdict.isGood ? "ok" : "problem",
    stages: [],
    sentence: verdict.sentence,
    ...advice,
  };
}

/**
 * @param {string} origin
 * @param {string} runId
 */
async function read(origin, runId) {
  const { measureStream } = await import("../../server/domain/doctor/measure-stream.ts");
  const response = await fetch(`${origin}/api/v1/agent/runs/${runId}/events`, { signal: AbortSignal.timeout(60_000) });
  if (response.status !== 200 || response.body === null)
    throw new Error(`The stream was refused: ${response.status} ${await response.text()}`);
  const openedAt = performance.now();
  let firstEventMs = Number.NaN;
  let received = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    received += chunk;
    if (Number.isNaN(firstEventMs) && received.includes("data: ")) firstEventMs = performance.now() - openedAt;
  }
  return measureStream(received, { contentType: response.headers.get("content-type") ?? "", firstEventMs });
}
