import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";
import { concludeRun } from "@/server/domain/run/conclusion";
import type { Json } from "@/server/domain/json";
import { type NodeState, planRun } from "@/server/domain/run/plan";
import { executeNode, type NodeRequest } from "@/server/services/runs/execute-node";
import type { RunConclusion } from "@/server/services/runs/finish-run";
import type { Execution } from "@/server/services/runs/load-execution";
import type { NodeStepResult } from "@/server/services/runs/node-results";

type StepTools = GetStepTools<typeof inngest>;

/** Below this, waiting inside the next attempt is finer than the engine's whole seconds. */
const shortestSleepMs = 1000;

/**
 * Runs a run's nodes as the planner says, each as soon as what it waits for has ended. Side by side they run in the engine's
 * mode "race", in which it asks on after every step, so that no branch waits for the slowest of its generation; alone they
 * run at once, without being planned first.
 * @returns what the run came to, or nothing when it was stopped or handed on meanwhile.
 */
export async function walkGraph(execution: Execution, step: StepTools): Promise<RunConclusion | undefined> {
  const states = new Map<string, NodeState>();
  const results = new Map<string, NodeStepResult>();
  const state: Record<string, Json> = {};
  const inFlight = new Map<string, Promise<string>>();
  let unrecordedSkips: string[] = [];

  for (;;) {
    const plan = planRun(execution.graph, states);
    for (const nodeId of plan.skipped) states.set(nodeId, { status: "skipped" });
    unrecordedSkips.push(...plan.skipped);
    const isParallel = inFlight.size + plan.ready.length > 1;
    for (const nodeId of plan.ready) {
      states.set(nodeId, { status: "running" });
      const given = { nodeId, results: new Map(results), state: { ...state }, skipped: unrecordedSkips };
      unrecordedSkips = [];
      const running = runAttempts(execution, step, given, isParallel).then((result) => {
        results.set(nodeId, result);
        return nodeId;
      });
      inFlight.set(nodeId, running);
    }
    if (inFlight.size === 0) break;
    const endedId = await Promise.race(inFlight.values());
    inFlight.delete(endedId);
    const result = results.get(endedId);
    if (!result || result.status === "lost") return undefined;
    Object.assign(state, result.stateUpdates);
    states.set(endedId, { status: result.status === "completed" ? "completed" : "failed", port: result.port });
  }
  return { ...concludeRun(execution.graph, states, results), skipped: unrecordedSkips };
}

/** Attempts a node until it completes or its retry policy gives up. Waiting between attempts is durable. */
async function runAttempts(
  execution: Execution,
  step: StepTools,
  given: Omit<NodeRequest, "attempt">,
  isParallel: boolean,
): Promise<NodeStepResult> {
  const mode = isParallel ? ({ parallelMode: "race" } as const) : {};
  let delayMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    const stepId = attempt === 1 ? `node:${given.nodeId}` : `node:${given.nodeId}:attempt-${attempt}`;
    const request = { ...given, attempt, delayMs, skipped: attempt === 1 ? given.skipped : [] };
    const result: NodeStepResult = await step.run({ id: stepId, ...mode }, () => executeNode(execution, request));
    if (result.status !== "retry") return result;
    delayMs = result.retryInMs ?? 0;
    if (delayMs >= shortestSleepMs) {
      await step.sleep(`${stepId}:wait`, Math.ceil(delayMs / 1000) * 1000);
      delayMs = 0;
    }
  }
}
