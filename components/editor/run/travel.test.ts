import { expect, test } from "vitest";
import type { NodeStatus } from "@/server/domain/run/status";
import { travelOf } from "./travel";
import { idleRun, type NodeRunView, type RunView } from "./run-view";

const node = (status: NodeStatus, port?: string): NodeRunView => ({ status, attempt: 1, ...(port ? { port } : {}) });
const run = (nodes: RunView["nodes"], status: RunView["status"] = "running"): RunView => ({
  ...idleRun,
  status,
  nodes,
});

test.each([
  ["nothing has run", run({}), "untouched"],
  ["the source runs", run({ a: node("running") }), "untouched"],
  ["the source has ended and the target has not begun", run({ a: node("completed", "true") }), "untouched"],
  ["the target runs", run({ a: node("completed", "true"), b: node("running") }), "live"],
  ["both have ended", run({ a: node("completed", "true"), b: node("failed") }), "taken"],
  ["the source took another way", run({ a: node("completed", "false"), b: node("completed") }), "dead"],
  ["the source was skipped", run({ a: node("skipped") }), "dead"],
  ["the run ended before the target began", run({ a: node("completed", "true") }, "completed"), "dead"],
  ["the source failed and this is no error branch", run({ a: node("failed"), b: node("completed") }), "dead"],
])("when %s", (_, view, travel) => {
  expect(travelOf(view, "a", "true", "b")).toBe(travel);
});

test("the branch for an error is the way that a failed node took", () => {
  expect(travelOf(run({ a: node("failed"), b: node("completed") }), "a", "error", "b")).toBe("taken");
});
