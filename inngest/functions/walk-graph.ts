import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";
import type { Json } from "@/server/domain/json";
import { pureKindOf } from "@/server/domain/nodes/decide-pure";
import { concludeRun } from "@/server/domain/run/conclusion";
import { type NodeState, planRun } from "@/server/domain/run/plan";
import { executeNode } from "@/server/services/runs/execute-node";
import { executePureNodes } from "@/server/services/runs/execute-pure-nodes";
import type { RunConclusion } from "@/server/services/runs/finish-run";
import type { Execution } from "@/server/services/runs/load-execution";
import type { NodeStepResult } from "@/server/services/runs/node-results";
import { recoverRun } from "@/server/services/runs/recover-run";

type StepTools = GetStepTools<typeof inngest>;

/** Below this, waiting inside the next attempt is finer than the engine's whole seconds. */
const shortestSleepMs = 1000;

/**
 * Runs a run's nodes as the planner says, each as soon as what it waits for has ended. Pure nodes share a durable step; each
 * attempt of an effectful one is a step of its own. Side by side, steps run in the engine's mode "race", in which it asks on
 * after every step, so that no branch waits for the slowest of its generation; alone they run at once, without being planned
 * first.
 * @returns what the run came to, or nothing when it was stopped or handed on meanwhile.
 */
export async function walkGraph(execution: Execution, step: StepTools): Promise<RunConclusion | undefined> {
  const walk = new GraphWalk(execution, step);
  if (execution.target.epoch > 1) walk.resume(await step.run("recover-run", () => recoverRun(execution)));
  return walk.run();
}

class GraphWalk {
  readonly #states = new Map<string, NodeState>();
  readonly #results = new Map<string, NodeStepResult>();
  readonly #firstAttempts = new Map<string, number>();
  readonly #state: Record<string, Json> = {};
  readonly #inFlight = new Map<string, Promise<string>>();
  #unrecordedSkips: string[] = [];
  #isLost = false;

  private readonly execution: Execution;
  private readonly step: StepTools;

  constructor(execution: Execution, step: StepTools) {
    this.execution = execution;
    this.step = step;
  }

  /** Takes over what an earlier hand-over of the run had finished. */
  resume({ ended, nextAttempts }: Awaited<ReturnType<typeof recoverRun>>): void {
    for (const [nodeId, result] of ended) this.#settle(nodeId, result);
    for (const [nodeId, attempt] of nextAttempts) this.#firstAttempts.set(nodeId, attempt);
  }

  async run(): Promise<RunConclusion | undefined> {
    for (;;) {
      await this.#startReady();
      if (this.#isLost) return undefined;
      if (this.#inFlight.size === 0) break;
      const endedId = await Promise.race(this.#inFlight.values());
      this.#inFlight.delete(endedId);
      const result = this.#results.get(endedId);
      if (!result || result.status === "lost") return undefined;
      this.#settle(endedId, result);
    }
    return { ...concludeRun(this.execution.graph, this.#states, this.#results), skipped: this.#unrecordedSkips };
  }

  /** Starts what is ready; pure nodes first and at once, because they may make others ready. */
  async #startReady(): Promise<void> {
    let ready = this.#plan();
    for (
      let pure = ready.find((id) => this.#isPure(id));
      pure !== undefined;
      pure = ready.find((id) => this.#isPure(id))
    ) {
      const request = { states: this.#states, results: this.#results, state: this.#state, skipped: this.#takeSkips() };
      const isAlone = this.#inFlight.size === 0;
      const group = await this.step.run({ id: `pure:${pure}`, ...modeOf(!isAlone) }, () =>
        executePureNodes(this.execution, request),
      );
      this.#isLost ||= group.isLost;
      if (this.#isLost) return;
      for (const [nodeId, result] of group.ended) this.#settle(nodeId, result as NodeStepResult);
      ready = this.#plan();
    }
    const isParallel = this.#inFlight.size + ready.length > 1;
    for (const nodeId of ready) {
      this.#states.set(nodeId, { status: "running" });
      const running = this.#attempt(nodeId, this.#takeSkips(), isParallel).then((result) => {
        this.#results.set(nodeId, result);
        return nodeId;
      });
      this.#inFlight.set(nodeId, running);
    }
  }

  #plan(): string[] {
    const plan = planRun(this.execution.graph, this.#states);
    for (const nodeId of plan.skipped) this.#states.set(nodeId, { status: "skipped" });
    this.#unrecordedSkips.push(...plan.skipped);
    return plan.ready;
  }

  #takeSkips(): string[] {
    const skips = this.#unrecordedSkips;
    this.#unrecordedSkips = [];
    return skips;
  }

  #isPure(nodeId: string): boolean {
    const node = this.execution.nodes.get(nodeId);
    return node !== undefined && pureKindOf(node) !== undefined;
  }

  #settle(nodeId: string, result: NodeStepResult): void {
    this.#results.set(nodeId, result);
    Object.assign(this.#state, result.stateUpdates);
    this.#states.set(nodeId, { status: result.status === "completed" ? "completed" : "failed", port: result.port });
  }

  /** Attempts a node until it completes or its retry policy gives up. Waiting between attempts is durable. */
  async #attempt(nodeId: string, skipped: string[], isParallel: boolean): Promise<NodeStepResult> {
    const given = { nodeId, results: this.#results, state: { ...this.#state } };
    const first = this.#firstAttempts.get(nodeId) ?? 1;
    let delayMs = 0;
    for (let attempt = first; ; attempt += 1) {
      const stepId = attempt === 1 ? `node:${nodeId}` : `node:${nodeId}:attempt-${attempt}`;
      const request = { ...given, attempt, delayMs, skipped: attempt === first ? skipped : [] };
      const result: NodeStepResult = await this.step.run({ id: stepId, ...modeOf(isParallel) }, () =>
        executeNode(this.execution, request),
      );
      if (result.status !== "retry") return result;
      delayMs = result.retryInMs ?? 0;
      if (delayMs >= shortestSleepMs) {
        await this.step.sleep(`${stepId}:wait`, Math.ceil(delayMs / 1000) * 1000);
        delayMs = 0;
      }
    }
  }
}

function modeOf(isParallel: boolean): { parallelMode?: "race" } {
  return isParallel ? { parallelMode: "race" } : {};
}
