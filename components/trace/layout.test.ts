import { describe, expect, test } from "vitest";
import { layOut, type Trace } from "./layout";
import { span } from "./span.fixture";

const run = span({ id: "run", kind: "run", startedAtMs: 1000, endedAtMs: 2000 });

function outline(trace: Trace): string[] {
  return trace.entries.map((entry) => "  ".repeat(entry.depth) + entry.span.id);
}

describe("the layout of a trace", () => {
  test("children stand below their parent, each group by its beginning", () => {
    const trace = layOut(
      [
        run,
        span({ id: "b", parentId: "run", startedAtMs: 1500, endedAtMs: 1900 }),
        span({ id: "a", parentId: "run", startedAtMs: 1100, endedAtMs: 1400 }),
        span({ id: "call", parentId: "a", kind: "llm", startedAtMs: 1150, endedAtMs: 1300 }),
      ],
      9000,
    );
    expect(outline(trace)).toEqual(["run", "  a", "    call", "  b"]);
    expect(trace.entries[2]).toMatchObject({ startMs: 150, endMs: 300, parent: 1, position: 1, siblings: 1 });
    expect(trace).toMatchObject({ startedAtMs: 1000, durationMs: 1000 });
  });

  test("the order in which spans come does not matter", () => {
    const spans = [
      run,
      ...["a", "b", "c"].flatMap((id, at) => [
        span({ id, parentId: "run", startedAtMs: 1000 + at, endedAtMs: 1500 }),
        span({ id: `${id}1`, parentId: id, startedAtMs: 1001 + at, endedAtMs: 1400 }),
      ]),
    ];
    const expected = outline(layOut(spans, 0));
    expect(outline(layOut(spans.toReversed(), 0))).toEqual(expected);
    expect(
      outline(
        layOut(
          [3, 0, 6, 1, 5, 2, 4].flatMap((at) => spans[at] ?? []),
          0,
        ),
      ),
    ).toEqual(expected);
  });

  test("what began in the same millisecond stands by its place in the graph, then by attempt", () => {
    const together = ["b", "a"].map((id, order) => span({ id, parentId: "run", startedAtMs: 1100, order }));
    expect(outline(layOut([run, ...together], 0))).toEqual(["run", "  b", "  a"]);
    const trace = layOut(
      [
        run,
        span({ id: "a:2", parentId: "run", attempt: 2, startedAtMs: 1100 }),
        span({ id: "a:1", parentId: "run", startedAtMs: 1100 }),
      ],
      0,
    );
    expect(outline(trace)).toEqual(["run", "  a:1", "  a:2"]);
  });

  test("a span whose parent is missing hangs below the run", () => {
    const trace = layOut([span({ id: "lost", parentId: "gone", startedAtMs: 1200, endedAtMs: 1300 }), run], 0);
    expect(outline(trace)).toEqual(["run", "  lost"]);
  });

  test("without a run the spans stand at the top", () => {
    expect(
      outline(layOut([span({ id: "b", parentId: "gone", startedAtMs: 2 }), span({ id: "a", startedAtMs: 1 })], 0)),
    ).toEqual(["a", "b"]);
  });

  test("spans that name each other are each drawn once", () => {
    const circle = [
      run,
      span({ id: "x", parentId: "y", startedAtMs: 1001 }),
      span({ id: "y", parentId: "x", startedAtMs: 1002 }),
      span({ id: "self", parentId: "self", startedAtMs: 1003 }),
      span({ id: "below", parentId: "y", startedAtMs: 1004 }),
    ];
    expect(outline(layOut(circle, 0))).toEqual(["run", "  x", "    y", "      below", "  self"]);
  });

  test("the same span told twice is drawn once, as it was told last", () => {
    const trace = layOut(
      [
        run,
        span({ id: "a", parentId: "run", status: "running" }),
        span({ id: "a", parentId: "run", status: "failed" }),
      ],
      0,
    );
    expect(trace.entries.map((entry) => entry.span.status)).toEqual(["completed", "failed"]);
  });

  test("what is running reaches to now, and never backwards", () => {
    const running = { ...run, endedAtMs: null };
    const trace = layOut([running, span({ id: "a", parentId: "run", startedAtMs: 1300, endedAtMs: null })], 1800);
    expect(trace.entries.map((entry) => entry.endMs)).toEqual([800, 800]);
    expect(layOut([running], 500).entries[0]).toMatchObject({ startMs: 0, endMs: 0 });
  });

  test("an end before its beginning is taken as no time", () => {
    expect(
      layOut([run, span({ id: "a", parentId: "run", startedAtMs: 1500, endedAtMs: 1400 })], 0).entries[1],
    ).toMatchObject({ startMs: 500, endMs: 500 });
  });

  test("a node that was passed over stands last and has no time", () => {
    const skipped = span({ id: "skipped", parentId: "run", status: "skipped", startedAtMs: null, endedAtMs: null });
    const trace = layOut([skipped, run, span({ id: "a", parentId: "run", startedAtMs: 1900, endedAtMs: 1950 })], 0);
    expect(outline(trace)).toEqual(["run", "  a", "  skipped"]);
    expect(trace.entries[2]).toMatchObject({ startMs: null, endMs: null });
    expect(trace.durationMs).toBe(1000);
  });

  test("each entry knows where what is below it ends", () => {
    const trace = layOut(
      [
        run,
        span({ id: "a", parentId: "run", startedAtMs: 1001 }),
        span({ id: "a1", parentId: "a" }),
        span({ id: "a11", parentId: "a1" }),
        span({ id: "b", parentId: "run", startedAtMs: 1002 }),
      ],
      0,
    );
    expect(trace.entries.map((entry) => entry.end)).toEqual([5, 4, 4, 4, 5]);
  });

  test("nothing is drawn of nothing", () => {
    expect(layOut([], 5)).toMatchObject({ entries: [], durationMs: 0 });
  });

  test("a chain of 20,000 spans is laid out like any other", () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      span({ id: `s${at}`, parentId: at === 0 ? null : `s${at - 1}` }),
    );
    const { entries } = layOut(chain, 0);
    expect(entries.at(-1)?.depth).toBe(19_999);
    expect(entries[0]?.end).toBe(20_000);
  });
});
