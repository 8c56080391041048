import { describe, expect, it } from "vitest";

import { durationOf, summariseSteps, tellingSteps } from "./step-summary";
import { newTurn, type StepLine, type Turn } from "./turn";

function step(kind: StepLine["kind"], title: string, more: Partial<StepLine> = {}): StepLine {
  return {
    nodeId: title,
    kind,
    title,
    attempt: 1,
    status: "completed",
    summary: null,
    error: null,
    durationMs: 5,
    costMicros: 0,
    ...more,
  };
}

function turn(status: Turn["status"], steps: StepLine[]): Turn {
  return { ...newTurn("Hello"), status, steps };
}

const start = step("start", "Start");
const find = step("knowledge-retrieval", "Find the policy", { summary: "2 sources" });
const write = step("llm", "Write the answer", { summary: "some-model" });
const answer = step("answer", "Answer");

describe("summariseSteps", () => {
  it.each<[string, Turn, string]>([
    ["nothing has begun", turn("queued", []), "Starting"],
    ["only the start has run", turn("running", [start]), "Answering"],
    ["a step runs", turn("running", [start, { ...find, status: "running" }]), "Find the policy"],
    ["the answer is written out", turn("running", [start, { ...answer, status: "running" }]), "Answering"],
    ["all is done", turn("completed", [start, find, write, answer]), "Find the policy, 2 sources; Write the answer"],
    ["there was nothing but the answer", turn("completed", [start, answer]), "Answered"],
    [
      "there were many steps",
      turn("completed", [find, write, step("code", "Count"), step("code", "Add")]),
      "Find the policy, 2 sources; Write the answer; 2 more steps",
    ],
    [
      "a step took two attempts",
      turn("completed", [
        { ...find, status: "failed", summary: null },
        { ...find, attempt: 2 },
      ]),
      "Find the policy, 2 sources",
    ],
    ["it was stopped before a step ended", turn("cancelled", [start]), "No step has ended"],
  ])("says what matters when %s", (_, given, line) => {
    expect(summariseSteps(given)).toBe(line);
  });
});

describe("tellingSteps", () => {
  it("leaves out where a workflow begins and ends", () => {
    expect(tellingSteps([start, find, answer, step("end", "End")]).map(({ title }) => title)).toEqual([
      "Find the policy",
      "Answer",
    ]);
  });
});

describe("durationOf", () => {
  it("is known when a turn has ended, and never negative", () => {
    expect(durationOf({ ...turn("running", []), startedAtMs: 5 })).toBeNull();
    expect(durationOf({ ...turn("completed", []), startedAtMs: 5, endedAtMs: 25 })).toBe(20);
    expect(durationOf({ ...turn("completed", []), startedAtMs: 25, endedAtMs: 5 })).toBe(0);
  });
});
