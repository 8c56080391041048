import { judgeStream } from "@/server/domain/doctor/judge-stream";
import { measureStream } from "@/server/domain/doctor/measure-stream";
import type { CheckReport } from "@/server/domain/doctor/report";

/**
 * Reads the stream of a run in this browser, over everything that lies between it and the server, and says how it arrived.
 * @param said what the run says
 */
export async function measureOwnStream(runId: string, said: string, signal: AbortSignal): Promise<CheckReport> {
  const startedAt = performance.now();
  const response = await fetch(`/api/v1/agent/runs/${encodeURIComponent(runId)}/events`, { signal });
  const openedAt = performance.now();
  let firstEventMs = Number.NaN;
  let received = "";
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const read = await reader?.read();
    if (!read || read.done) break;
    received += read.value;
    if (Number.isNaN(firstEventMs) && received.includes("data: ")) firstEventMs = performance.now() - openedAt;
  }
  const verdict = judgeStream(
    measureStream(received, { contentType: response.headers.get("content-type") ?? "", firstEventMs }),
    said,
  );
  return {
    check: "stream",
    state: verdict.isGood ? "ok" : "problem",
    stages: [],
    sentence: verdict.sentence,
    ...(verdict.isGood ? {} : { advice: verdict.advice }),
    durationMs: Math.round(performance.now() - startedAt),
    runId,
  };
}
