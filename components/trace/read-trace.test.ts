import { describe, expect, test } from "vitest";
import { firstSpanToShow, isStored, readTrace } from "./read-trace";
import { span } from "./span.fixture";
import type { RunDetail } from "./types";

const at = (ms: number) => new Date(1_000_000 + ms);
const stored = (given: Partial<RunDetail["spans"][number]>): RunDetail["spans"][number] => ({
  id: "run",
  parentId: null,
  nodeId: null,
  attempt: 1,
  kind: "run",
  name: "Run",
  status: "completed",
  attributes: {},
  error: null,
  startedAt: at(0),
  endedAt: at(500),
  ...given,
});
const nodeRun = (given: Partial<RunDetail["nodeRuns"][number]>): RunDetail["nodeRuns"][number] => ({
  nodeId: "ask",
  kind: "llm",
  title: "Ask",
  attempt: 1,
  status: "completed",
  port: "next",
  input: null,
  outputText: null,
  outputJson: null,
  outputArtifactId: null,
  error: null,
  inputTokens: 0,
  outputTokens: 0,
  costMicros: 0,
  startedAt: at(0),
  endedAt: at(10),
  ...given,
});

const run = {
  id: "run",
  inputTokens: 30,
  outputTokens: 12,
  costMicros: 900,
  spans: [
    stored({}),
    stored({ id: "run:ask:1", parentId: "run", kind: "node", nodeId: "ask", name: "Ask", endedAt: null, status: "running" }),
    stored({
      id: "call",
      parentId: "run:ask:1",
      kind: "llm",
      nodeId: "ask",
      attributes: { input_tokens: 10, output_tokens: 4, cost_micros: 300, first_token_ms: 38, model: "m" },
    }),
  ],
  nodeRuns: [nodeRun({ inputTokens: 30, outputTokens: 12, costMicros: 900 }), nodeRun({ nodeId: "other", title: "Other way", kind: "answer", status: "skipped" })],
};

describe("the trace of a run", () => {
  test("a call has what it cost itself, its node and the run what their calls cost", () => {
    const costs = readTrace(run).map(({ id, inputTokens, outputTokens, costMicros }) => [id, inputTokens, outputTokens, costMicros]);
    expect(costs.slice(0, 3)).toEqual([
      ["run", 30, 12, 900],
      ["run:ask:1", 30, 12, 900],
      ["call", 10, 4, 300],
    ]);
  });

  test("nodes have their kind, calls their time to the first word, what runs has no end", () => {
    expect(readTrace(run)[1]).toMatchObject({ nodeKind: "llm", endedAtMs: null });
    expect(readTrace(run)[2]).toMatchObject({ nodeKind: undefined, firstTokenMs: 38 });
  });

  test("a node that was passed over has a row of its own below the run", () => {
    const skipped = readTrace(run).at(-1);
    expect(skipped).toMatchObject({ parentId: "run", name: "Other way", status: "skipped", startedAtMs: null });
    expect(skipped && isStored(skipped)).toBe(false);
  });
});

describe("the span that is shown first", () => {
  const root = span({ id: "run", kind: "run", status: "failed" });

  test("is the deepest that failed last", () => {
    const spans = [
      root,
      span({ id: "a:1", parentId: "run", status: "failed" }),
      span({ id: "a:2", parentId: "run", status: "failed" }),
      span({ id: "call", parentId: "a:2", kind: "llm", status: "failed" }),
    ];
    expect(firstSpanToShow(spans)).toBe("call");
  });

  test("is the run when nothing failed", () => {
    expect(firstSpanToShow([span({ id: "a", parentId: "run" }), span({ id: "run", kind: "run" })])).toBe("run");
    expect(firstSpanToShow([])).toBeUndefined();
  });
});
