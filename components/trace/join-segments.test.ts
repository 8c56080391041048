import { describe, expect, test } from "vitest";
import { joinSegments } from "./join-segments";
import { span } from "./span.fixture";

const at = (ms: number) => new Date(ms);
const segment = (
  id: string,
  startedAt: number,
  endedAt: number | null,
  status: "waiting" | "completed" = "completed",
) => ({
  id,
  status,
  createdAt: at(startedAt),
  startedAt: at(startedAt),
  endedAt: endedAt === null ? null : at(endedAt),
});
const hour = 3_600_000;
const totals = { inputTokens: 30, outputTokens: 3, costMicros: 300 };
const run = {
  ...totals,
  status: "completed" as const,
  segments: [segment("a", 1000, 2000, "waiting"), segment("b", 2000 + hour, 3000 + hour)],
};
const spans = [
  span({ id: "a", kind: "run", runId: "a", startedAtMs: 1000, endedAtMs: 2000, status: "waiting" }),
  span({ id: "a1", kind: "llm", runId: "a", parentId: "a", startedAtMs: 1000, endedAtMs: 1500, costMicros: 100 }),
  span({ id: "b", kind: "run", runId: "b", startedAtMs: 2000 + hour, endedAtMs: 3000 + hour }),
  span({
    id: "b1",
    kind: "llm",
    runId: "b",
    parentId: "b",
    startedAtMs: 2500 + hour,
    endedAtMs: 3000 + hour,
    costMicros: 200,
  }),
];

describe("the segments of one execution", () => {
  test("are left as they are where there is one", () => {
    expect(joinSegments(spans, { ...run, segments: run.segments.slice(0, 1) })).toEqual({ spans, shiftMs: 0 });
  });

  test("stand below one row, with the wait between them drawn short and its real length said", () => {
    const joined = joinSegments(spans, run);
    const [root, wait] = joined.spans;
    expect(root).toMatchObject({ parentId: null, kind: "run", storedId: "b", costMicros: 300, startedAtMs: 1000 });
    expect(wait).toMatchObject({ kind: "wait", parentId: root?.id, startedAtMs: 2000, waitedMs: hour, storedId: null });
    expect(wait?.endedAtMs).toBe(2120);
    expect(joined.spans.filter((each) => each.parentId === root?.id).map((each) => each.name)).toEqual([
      "Waited for a person",
      "Segment 1",
      "Segment 2",
    ]);
    expect(joined.shiftMs).toBe(hour - 120);
    expect(root?.endedAtMs).toBe(3000 + 120);
  });

  test("keep what lies in them in place, and know when it really was", () => {
    const later = joinSegments(spans, run).spans.find((each) => each.id === "b1");
    expect(later).toMatchObject({ startedAtMs: 2620, shiftMs: hour - 120, parentId: "b" });
  });

  test("cost what their own model calls cost", () => {
    const costs = joinSegments(spans, run)
      .spans.filter((each) => each.id === "a" || each.id === "b")
      .map((each) => each.costMicros);
    expect(costs).toEqual([100, 200]);
  });

  test("a wait that was shorter than it would be drawn is drawn as it was", () => {
    const short = { ...run, segments: [segment("a", 1000, 2000), segment("b", 2010, 3000)] };
    expect(joinSegments(spans, short).spans[1]).toMatchObject({ endedAtMs: 2010, waitedMs: 10 });
    expect(joinSegments(spans, short).shiftMs).toBe(0);
  });
});
