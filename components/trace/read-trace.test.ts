import { describe, expect, test } from "vitest";
import { workflowSchema } from "@/server/domain/workflow/schema";
import { firstSpanToShow, readTrace } from "./read-trace";
import { span } from "./span.fixture";
import type { NodeRun } from "./types";

const packed = (
  rows: [
    id: string,
    parentId: string | null,
    nodeId: string | null,
    kind: string,
    name: string,
    status: string,
    costs: (number | null)[],
    endedAtMs: number | null,
  ][],
) =>
  JSON.stringify(
    rows.map(([id, parentId, nodeId, kind, name, status, costs, endedAtMs]) => [
      id,
      parentId,
      nodeId,
      1,
      kind,
      name,
      status,
      null,
      null,
      null,
      null,
      ...costs,
      1000,
      endedAtMs,
      null,
      null,
    ]),
  );
const none = [null, null, null, null];
const nodeRun = (given: Partial<NodeRun>): NodeRun => ({
  runId: "run",
  keptFrom: null,
  nodeId: "ask",
  kind: "llm",
  title: "Ask",
  attempt: 1,
  status: "completed",
  port: "next",
  outputArtifactId: null,
  inputTokens: 0,
  outputTokens: 0,
  costMicros: 0,
  ...given,
});

const run = {
  dsl: workflowSchema.parse({
    nodes: [
      { id: "other", type: "answer" },
      { id: "ask", type: "llm" },
    ],
    edges: [{ source: "ask", target: "other" }],
  }),
  segments: [{ id: "run", status: "completed" as const, createdAt: new Date(0), startedAt: null, endedAt: null }],
  fork: null,
  inputTokens: 30,
  outputTokens: 12,
  costMicros: 900,
  spans: packed([
    ["run", null, null, "run", "Run", "completed", none, 1500],
    ["run:ask:1", "run", "ask", "node", "Ask", "running", none, null],
    ["call", "run:ask:1", "ask", "llm", "m", "completed", [10, 4, 300, 38], 1500],
  ]),
  nodeRuns: [
    nodeRun({ inputTokens: 30, outputTokens: 12, costMicros: 900 }),
    nodeRun({ nodeId: "other", title: "Other way", kind: "answer", status: "skipped" }),
  ],
};

describe("the trace of a run", () => {
  test("a call has what it cost itself, its node and the run what their calls cost", () => {
    const costs = readTrace(run).map(({ id, inputTokens, outputTokens, costMicros }) => [
      id,
      inputTokens,
      outputTokens,
      costMicros,
    ]);
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
    expect(skipped?.storedId).toBeNull();
  });
});

describe("what was taken over from another execution", () => {
  const kept = { keptFrom: "earlier", runId: "run" };

  test("has a row of its own, and an agent's rounds and calls stand below the agent", () => {
    const rows = readTrace({
      ...run,
      nodeRuns: [
        ...run.nodeRuns,
        nodeRun({ ...kept, nodeId: "other", title: "Other" }),
        nodeRun({ ...kept, nodeId: "ask#0", title: "Preparation" }),
        nodeRun({ ...kept, nodeId: "ask#1", title: "Round 1" }),
        nodeRun({ ...kept, nodeId: "ask#1.1/inner", title: "Inner" }),
        nodeRun({ ...kept, nodeId: "other#1", title: "Round of what was taken over whole" }),
      ],
    }).filter((row) => row.keptFrom !== null);
    expect(rows.map((row) => [row.name, row.parentId, row.kind, row.storedId, row.startedAtMs])).toEqual([
      ["Other", "run", "node", null, 1000],
      ["Round 1", "run:ask:1", "llm", null, 1000],
    ]);
  });
});

describe("the order of spans", () => {
  test("follows the graph, not the document, for nodes that began together", () => {
    expect(readTrace(run).map((each) => [each.id, each.order])).toEqual([
      ["run", 0],
      ["run:ask:1", 0],
      ["call", 0],
      ["skipped:other", 1],
    ]);
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

  test("is the run when it came through, whatever failed on the way", () => {
    expect(
      firstSpanToShow([span({ id: "a", parentId: "run", status: "failed" }), span({ id: "run", kind: "run" })]),
    ).toBe("run");
  });

  test("is the run when nothing failed", () => {
    expect(firstSpanToShow([span({ id: "a", parentId: "run" }), span({ id: "run", kind: "run" })])).toBe("run");
    expect(firstSpanToShow([])).toBeUndefined();
  });
});
