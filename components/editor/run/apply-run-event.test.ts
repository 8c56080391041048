import { describe, expect, test } from "vitest";
import { toAguiEvents } from "@/server/domain/agui/to-agui-events";
import type { RunEvent } from "@/server/domain/run/events";
import { applyRunEvent, beginRun, continueRun } from "./apply-run-event";
import { answerOf, type RunView } from "./run-view";

/** The view after these events have gone through the codec that the server uses. */
function viewAfter(events: readonly RunEvent[]): RunView {
  return events
    .flatMap((event, index) =>
      toAguiEvents(
        { seq: index + 1, runId: "r", at: "2026-01-01T00:00:00.000Z", event },
        { threadId: "t", view: "author" },
      ),
    )
    .reduce(applyRunEvent, beginRun("r"));
}

const started = (nodeId: string, attempt = 1): RunEvent => ({
  type: "node.started",
  nodeId,
  kind: "llm",
  title: nodeId,
  attempt,
});
const finished = (nodeId: string, more: Partial<Extract<RunEvent, { type: "node.finished" }>> = {}): RunEvent => ({
  type: "node.finished",
  nodeId,
  kind: "llm",
  title: nodeId,
  attempt: 1,
  status: "completed",
  durationMs: 12,
  costMicros: 340,
  ...more,
});
const begin: RunEvent = { type: "run.started", inputs: {} };

describe("a run as the editor sees it", () => {
  test("a node runs and then has its state, way out, time and cost", () => {
    expect(viewAfter([begin, started("a")]).nodes.a?.status).toBe("running");
    const run = viewAfter([begin, started("a"), finished("a", { port: "true" })]);
    expect(run.status).toBe("running");
    expect(run.nodes.a).toEqual({ status: "completed", attempt: 1, port: "true", durationMs: 12, costMicros: 340 });
  });

  test("a step is one line of the log, and every attempt has its own", () => {
    const error = { code: "model_unavailable", message: "The model did not answer." } as const;
    const run = viewAfter([
      begin,
      started("a"),
      finished("a", { status: "failed", error }),
      started("a", 2),
      finished("a", { attempt: 2 }),
    ]);
    expect(run.log.map((entry) => [entry.key, entry.status, entry.detail])).toEqual([
      ["a#1", "failed", "The model did not answer."],
      ["a#2", "completed", "attempt 2"],
    ]);
    expect(run.nodes.a).toMatchObject({ status: "completed", attempt: 2 });
  });

  test("a node inside a container has the state of its last item, and one of another workflow leaves no trace here", () => {
    const run = viewAfter([begin, finished("items[0]/read"), started("items[1]/read"), finished("review/inner")]);
    expect(run.nodes).toMatchObject({ read: { status: "running" } });
    expect(run.nodes.inner).toBeUndefined();
    expect(run.log.map((entry) => [entry.key, entry.nodeId])).toEqual([
      ["items[0]/read#1", "read"],
      ["items[1]/read#1", "read"],
      ["review/inner#1", "review"],
    ]);
  });

  test("the answer is what everyone may see, in order, and not what nodes write in between", () => {
    const text = (messageId: string, audience: "everyone" | "author", delta: string): RunEvent[] => [
      { type: "text.started", messageId, nodeId: "n", audience },
      { type: "text.delta", messageId, audience, delta },
      { type: "text.ended", messageId, audience },
    ];
    const run = viewAfter([
      begin,
      ...text("1", "author", "thinking"),
      ...text("2", "everyone", "Hello"),
      ...text("3", "everyone", "Bye"),
    ]);
    expect(answerOf(run)).toBe("Hello\n\nBye");
  });

  test("a finished, a stopped and a failed run are told apart", () => {
    expect(viewAfter([begin, { type: "run.finished", outcome: "success" }]).status).toBe("completed");
    expect(viewAfter([begin, started("a"), { type: "run.finished", outcome: "cancelled" }])).toMatchObject({
      status: "cancelled",
      nodes: { a: { status: "cancelled" } },
    });
    const failed = viewAfter([
      begin,
      { type: "run.failed", error: { code: "no_branch", message: "No case held.", nodeId: "check" } },
    ]);
    expect(failed).toMatchObject({
      status: "failed",
      error: { code: "no_branch", message: "No case held.", nodeId: "check" },
    });
  });

  test("H-01 a run that waits for a person shows so, and the one that goes on keeps what was done before", () => {
    const waiting = viewAfter([
      begin,
      started("a"),
      finished("a"),
      started("b"),
      { type: "run.finished", outcome: "interrupt", interrupts: [] },
    ]);
    expect(waiting).toMatchObject({
      status: "waiting",
      nodes: { a: { status: "completed" }, b: { status: "waiting" } },
      log: [{ status: "completed" }, { status: "waiting" }],
    });
    const resumed = continueRun(waiting, "r2");
    expect(resumed).toMatchObject({ runId: "r2", status: "queued", nodes: { a: { status: "completed" } } });
  });

  test("nothing is left running when the run has ended", () => {
    const run = viewAfter([
      begin,
      started("a"),
      started("b"),
      { type: "run.failed", error: { code: "internal", message: "It broke." } },
    ]);
    expect(Object.values(run.nodes).map((node) => node.status)).toEqual(["cancelled", "cancelled"]);
    expect(run.log.map((entry) => entry.status)).toEqual(["cancelled", "cancelled"]);
  });
});
