import { describe, expect, test } from "vitest";
import { toAguiEvents } from "@/server/domain/agui/to-agui-events";
import type { RunEvent } from "@/server/domain/run/events";
import { bodyGraph } from "@/components/editor/testing/body-graph";
import { applyRunEvent, beginRun, continueRun, withRecorded } from "./apply-run-event";
import { countOfItems, itemWords } from "./item-counts";
import { shownAddress, wordsOfItem } from "./item-words";
import type { RunView } from "./run-view";
import { travelOf } from "./travel";

function viewAfter(events: readonly RunEvent[], from: RunView = beginRun("r")): RunView {
  return events
    .flatMap((event, index) =>
      toAguiEvents(
        { seq: index + 1, runId: "r", at: "2026-01-01T00:00:00.000Z", event },
        { threadId: "t", view: "author" },
      ),
    )
    .reduce(applyRunEvent, from);
}

const begin: RunEvent = { type: "run.started", inputs: {} };
const started = (nodeId: string, itemCount?: number): RunEvent => ({
  type: "node.started",
  nodeId,
  kind: "code",
  title: nodeId,
  attempt: 1,
  ...(itemCount === undefined ? {} : { itemCount }),
});
const finished = (nodeId: string, more: Partial<Extract<RunEvent, { type: "node.finished" }>> = {}): RunEvent => ({
  type: "node.finished",
  nodeId,
  kind: "code",
  title: nodeId,
  attempt: 1,
  status: "completed",
  durationMs: 10,
  costMicros: 5,
  ...more,
});
const error = { code: "code_failed", message: "It broke." } as const;
const wordsAt = (run: RunView, nodeId: string) => {
  const node = run.nodes[nodeId];
  return node && itemWords(node, countOfItems(run, nodeId)).filter(Boolean);
};

const halfway = [
  begin,
  started("each", 12),
  finished("each[0]/ask"),
  finished("each[1]/ask", { status: "failed", error }),
  finished("each[2]/ask", { port: "big" }),
  started("each[3]/ask"),
];

describe("a node inside a container", () => {
  test("tells how many of all items it has done, how many failed, and what they took together", () => {
    const run = viewAfter(halfway);
    expect(wordsAt(run, "ask")).toEqual(["3 of 12", "1 failed"]);
    expect(run.nodes.ask).toMatchObject({ status: "running", durationMs: 30, costMicros: 15 });
  });

  test("of a loop, whose passes nobody knows before, tells how many are done", () => {
    expect(wordsAt(viewAfter([begin, started("again"), finished("again[0]/ask")]), "ask")).toEqual(["1 done"]);
  });

  test("keeps the number of items when its container has ended, and has failed when one item has", () => {
    const run = viewAfter([...halfway, finished("each[3]/ask"), finished("each", { status: "failed", error })]);
    expect(run.nodes.ask?.status).toBe("failed");
    expect(wordsAt(run, "ask")).toEqual(["4 of 12", "1 failed"]);
  });

  test("inside two containers counts every item of both", () => {
    const run = viewAfter([
      begin,
      started("each", 2),
      started("each[0]/inner", 3),
      finished("each[0]/inner[2]/ask"),
      started("each[1]/inner", 4),
    ]);
    expect(wordsAt(run, "ask")).toEqual(["1 of 7"]);
  });

  test("waits where the run waits for a person, and is under way again when that goes on", () => {
    const waiting = viewAfter([...halfway, { type: "run.finished", outcome: "interrupt", interrupts: [] }]);
    expect(waiting.nodes).toMatchObject({ ask: { status: "waiting" }, each: { status: "waiting" } });
    expect(wordsAt(waiting, "ask")).toEqual(["3 of 12", "1 failed", "1 waiting"]);
    const resumed = viewAfter([begin, started("each", 12), finished("each[3]/ask")], continueRun(waiting, "r2"));
    expect(wordsAt(resumed, "ask")).toEqual(["4 of 12", "1 failed"]);
  });

  test("counts items in which it was passed over by themselves, and shows one that it ran for", () => {
    const run = withRecorded(viewAfter([begin, started("each", 3), finished("each[0]/a")]), [
      { nodeId: "each[1]/a", attempt: 1, status: "skipped", port: null, costMicros: 0 },
    ]);
    expect(wordsAt(run, "a")).toEqual(["1 of 3", "1 skipped"]);
    expect(shownAddress(run, "a", null)).toBe("each[0]/a");
  });

  test("leaves by every way that an item took", () => {
    const run = viewAfter([...halfway, finished("each[2]/big-one")]);
    expect(travelOf(run, "ask", "big", "big-one")).toBe("taken");
    expect(travelOf(run, "ask", "small", "small-one")).toBe("untouched");
    expect(travelOf({ ...run, status: "failed" }, "ask", "small", "small-one")).toBe("untouched");
    const ended = viewAfter([...halfway, finished("each[3]/ask"), { type: "run.finished", outcome: "success" }]);
    expect(travelOf(ended, "ask", "small", "small-one")).toBe("dead");
  });

  test("a stage and what another workflow ran are no nodes of this document", () => {
    const run = viewAfter([
      begin,
      finished("each[0]/ask#1"),
      finished("each[0]/review/ask"),
      finished("review/review"),
    ]);
    expect(run.nodes).toEqual({});
    expect(run.log).toHaveLength(3);
  });
});

describe("the item that is shown", () => {
  test("is the chosen one, or else the first that failed, or else the last", () => {
    const run = viewAfter(halfway);
    expect(shownAddress(run, "ask", "each[2]/")).toBe("each[2]/ask");
    expect(shownAddress(run, "ask", null)).toBe("each[1]/ask");
    expect(shownAddress(viewAfter([begin, finished("each[0]/a"), finished("each[1]/a")]), "a", null)).toBe("each[1]/a");
    expect(shownAddress(run, "each", "each[2]/")).toBe("each");
  });

  test("is called by its number from 1, and a loop's a pass", () => {
    expect(wordsOfItem(bodyGraph(), "each[3]/read")).toBe("Item 4");
    const { nodes, ...graph } = bodyGraph();
    const withLoop = { ...graph, nodes: [...nodes, { id: "again", type: "loop", parent_id: "each", config: {} }] };
    expect(wordsOfItem(withLoop, "each[3]/again[0]/read")).toBe("Item 4, pass 1");
    expect(wordsOfItem(bodyGraph(), "start")).toBe("");
  });
});

test("what was passed over is read from what is stored, and never replaces what was seen", () => {
  const run = viewAfter([begin, finished("a", { port: "true" })]);
  const stored = { attempt: 1, port: null, costMicros: 0 };
  const view = withRecorded(run, [
    { ...stored, nodeId: "a", status: "failed" },
    { ...stored, nodeId: "b", status: "skipped" },
    { ...stored, nodeId: "each[0]/c", status: "skipped" },
    { ...stored, nodeId: "a#1", status: "completed" },
  ]);
  expect(view.nodes).toMatchObject({ a: { status: "completed" }, b: { status: "skipped" }, c: { status: "skipped" } });
  expect(Object.keys(view.nodes)).toEqual(["a", "b", "c"]);
});
