import { isTerminal } from "@/server/domain/run/status";

import type { StepLine, Turn } from "./turn";

/** Kinds that every workflow has and that tell nothing about how an answer came about. */
const plainKinds: ReadonlySet<string> = new Set(["start", "end", "answer"]);
/** Kinds whose remark says what they found or did; a model's remark is its name, which belongs to the detail. */
const tellingKinds: ReadonlySet<string> = new Set(["knowledge-retrieval", "agent", "tool"]);
const mostNamed = 2;

/** The steps worth a line of their own. */
export function tellingSteps(steps: readonly StepLine[]): StepLine[] {
  return steps.filter((step) => step.kind !== "start" && step.kind !== "end");
}

/** One quiet line on how an answer came or comes about: "Find the policy, 2 sources; Write the answer", or what runs now. */
export function summariseSteps(turn: Turn): string {
  if (!isTerminal(turn.status)) {
    const running = turn.steps.findLast((step) => step.status === "running");
    if (running && !plainKinds.has(running.kind)) return running.title;
    return turn.steps.length === 0 ? "Starting" : "Answering";
  }
  const latest = [...new Map(turn.steps.map((step) => [step.nodeId, step])).values()].filter(
    (step) => !plainKinds.has(step.kind),
  );
  if (latest.length === 0) return turn.status === "completed" ? "Answered" : "No step has ended";
  const named = latest.slice(0, mostNamed).map((step) => {
    const remark = tellingKinds.has(step.kind) ? step.summary : null;
    return remark === null ? step.title : `${step.title}, ${remark}`;
  });
  const rest = latest.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more ${rest === 1 ? "step" : "steps"}`] : [])].join("; ");
}

/** How long a turn took from its start to its end, in milliseconds; null while it has not ended. */
export function durationOf(turn: Turn): number | null {
  return turn.startedAtMs === null || turn.endedAtMs === null ? null : Math.max(0, turn.endedAtMs - turn.startedAtMs);
}
