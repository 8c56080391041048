import { expect, it } from "vitest";
import { unpackSpans } from "@/server/domain/run/trace";
import { getRun } from "@/server/services/runs/get-run";
import { getTrace } from "@/server/services/runs/get-trace";
import { repeatRun } from "@/server/services/runs/repeat-run";
import { principal, publish, runApp, runStudio, waitForEnd } from "@/server/testing/studio";

runStudio();

const start = { id: "start", type: "start", config: {} };

it("a packed trace says of every span what the span itself says", async () => {
  const { appCode } = await publish({
    nodes: [
      start,
      { id: "ask", type: "llm", config: { prompt: "{{ inputs.query }}" } },
      { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
    ],
    edges: [
      { source: "start", target: "ask" },
      { source: "ask", target: "say" },
    ],
  });
  const run = await runApp(appCode, { message: "hello" });
  const trace = await getTrace(principal, run.id);
  const spans = unpackSpans(trace.spans);
  expect(spans.map((span) => span.kind).toSorted()).toEqual(["llm", "node", "node", "node", "run"]);
  expect(spans).toEqual(
    run.spans.map((span) => ({
      id: span.id,
      parentId: span.parentId,
      nodeId: span.nodeId,
      attempt: span.attempt,
      kind: span.kind,
      name: span.name,
      status: span.status,
      error: null,
      nodeKind: span.attributes.kind ?? null,
      model: span.attributes.model ?? null,
      host: null,
      inputTokens: span.attributes.input_tokens ?? null,
      outputTokens: span.attributes.output_tokens ?? null,
      costMicros: span.attributes.cost_micros ?? null,
      firstTokenMs: span.attributes.first_token_ms ?? null,
      startedAtMs: span.startedAt.getTime(),
      endedAtMs: span.endedAt?.getTime(),
      chosen: null,
      segment: 0,
    })),
  );
  expect(trace).toMatchObject({ status: "completed", version: 1, inputTokens: run.inputTokens });
  expect(trace.nodeRuns.map((node) => node.nodeId)).toEqual(["start", "ask", "say"]);
});

it("a failed span has its code and sentence", async () => {
  const { appCode } = await publish({
    nodes: [
      start,
      { id: "cast", type: "template-transform", config: { template: "not json", as: "json" } },
      { id: "end", type: "end", config: {} },
    ],
    edges: [
      { source: "start", target: "cast" },
      { source: "cast", target: "end" },
    ],
  });
  const run = await runApp(appCode);
  const failed = unpackSpans((await getTrace(principal, run.id)).spans).find((span) => span.nodeId === "cast");
  const { code, message } = run.error ?? {};
  expect(failed).toMatchObject({ status: "failed", error: { code, message } });
  expect(message).not.toBe("");
});

it("a run repeated runs the same version with the same inputs, in a session of its own", async () => {
  const { appCode } = await publish({
    nodes: [start, { id: "say", type: "answer", config: { template: "You said {{ inputs.query }}." } }],
    edges: [{ source: "start", target: "say" }],
  });
  const first = await runApp(appCode, { message: "hello" });
  const accepted = await repeatRun(principal, first.id);
  const second = await waitForEnd(accepted.runId);
  expect(second).toMatchObject({
    status: "completed",
    version: first.version,
    inputs: first.inputs,
    result: first.result,
    source: "editor",
  });
  expect(second.sessionId).not.toBe(first.sessionId);
  expect(await getRun(principal, first.id)).toEqual(first);
});
