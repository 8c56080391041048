import { firstAttempt, type GraphOutcome, type GraphSetting, type RunWalk } from "@/inngest/functions/run-walk";
import type { StagedWalk } from "@/inngest/functions/staged-node";
import { walkAgent } from "@/inngest/functions/walk-agent";
import { walkIteration } from "@/inngest/functions/walk-iteration";
import { walkLoop } from "@/inngest/functions/walk-loop";
import { walkSubWorkflow } from "@/inngest/functions/walk-sub-workflow";
import type { Json } from "@/server/domain/json";
import { pureKindOf } from "@/server/domain/nodes/decide-pure";
import { onlyReads } from "@/server/domain/nodes/only-reads";
import { resolveKind } from "@/server/domain/nodes/registry";
import { nodeIdOf } from "@/server/domain/run/address";
import { concludeBody, concludeRun, type EndedNode, isConcluding } from "@/server/domain/run/conclusion";
import { type NodeState, planRun } from "@/server/domain/run/plan";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { executeNode } from "@/server/services/runs/execute-node";
import { executePureNodes } from "@/server/services/runs/execute-pure-nodes";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import { type NodeStepResult, type NodeSurroundings, readOutput } from "@/server/services/runs/node-results";
import { restoreResult } from "@/server/services/runs/restore-result";

/**
 * Runs a graph's nodes as the planner says, each as soon as what it waits for has ended. Pure nodes share a durable step; each
 * attempt of an effectful one is a step of its own. A node that waits for a person holds up only what comes after it.
 */
export function walkGraph(
  walk: RunWalk,
  frame: Frame,
  { isParallel, state = {} }: GraphSetting,
): Promise<GraphOutcome> {
  return new GraphWalk(walk, frame, isParallel, state).run();
}

/** How kinds are walked that work in stages or have a graph inside them. */
function stagedWalkOf(node: WorkflowNode): StagedWalk | undefined {
  switch (resolveKind(node.type)) {
    case "agent":
      return walkAgent;
    case "iteration":
      return walkIteration;
    case "loop":
      return walkLoop;
    case "sub-workflow":
      return walkSubWorkflow;
    default:
      return undefined;
  }
}

class GraphWalk {
  readonly #states = new Map<string, NodeState>();
  readonly #results = new Map<string, NodeStepResult>();
  #hasStored = false;
  readonly #state: Record<string, Json> = {};
  readonly #inFlight = new Map<string, Promise<string>>();
  #unrecordedSkips: string[] = [];
  #isLost = false;

  private readonly walk: RunWalk;
  private readonly frame: Frame;
  /** Whether something outside this graph runs beside it. */
  private readonly isBeside: boolean;

  constructor(walk: RunWalk, frame: Frame, isBeside: boolean, state: Record<string, Json>) {
    this.walk = walk;
    this.frame = frame;
    this.isBeside = isBeside;
    Object.assign(this.#state, state);
    for (const known of walk.endedIn(frame.path)) {
      const node = frame.nodes.get(nodeIdOf(known.address));
      const result = node && restoreResult(node, known);
      if (node && result && result.status !== "retry") this.#settle(node.id, result);
    }
  }

  async run(): Promise<GraphOutcome> {
    for (;;) {
      await this.#startReady();
      if (this.#isLost) return { type: "lost" };
      if (this.#inFlight.size === 0) break;
      const endedId = await Promise.race(this.#inFlight.values());
      this.#inFlight.delete(endedId);
      const result = this.#results.get(endedId);
      if (!result || result.status === "lost") return { type: "lost" };
      this.#settle(endedId, result);
    }
    return this.#conclude();
  }

  async #conclude(): Promise<GraphOutcome> {
    const { graph } = this.frame;
    const skipped = this.#unrecordedSkips;
    const ended = new Map<string, EndedNode>(this.#results);
    await Promise.all(
      [...this.#results].map(async ([id, { stored, error }]) => {
        if (!stored || !isConcluding(graph, id)) return;
        ended.set(id, { ...(await readOutput(this.walk.execution, addressIn(this.frame, id), stored)), error });
      }),
    );
    const conclude = this.frame.outer ? concludeBody : concludeRun;
    const conclusion = conclude(graph, this.#states, ended);
    const interrupts = [...this.#results.values()].flatMap((result) => result.interrupts ?? []);
    const state = { ...this.#state };
    if (interrupts.length === 0 || conclusion.status === "failed") {
      return { type: "ended", ...conclusion, skipped, surroundings: this.#surroundings(), state };
    }
    return { type: "waiting", interrupts, skipped, state };
  }

  /** Starts what is ready; pure nodes first and at once, because they may make others ready. */
  async #startReady(): Promise<void> {
    let ready = this.#plan();
    for (
      let pure = ready.find((id) => this.#isPure(id));
      pure !== undefined;
      pure = ready.find((id) => this.#isPure(id))
    ) {
      const request = { ...this.#surroundings(), states: this.#states, skipped: this.#takeSkips() };
      const isAlone = this.#inFlight.size === 0 && !this.isBeside;
      const id = `pure:${addressIn(this.frame, pure)}`;
      const group = await this.walk.run(id, { isParallel: !isAlone, isRepeatable: true }, () =>
        executePureNodes(this.walk.execution, this.frame, request),
      );
      this.#isLost ||= group.isLost;
      if (this.#isLost) return;
      for (const [nodeId, result] of group.ended) this.#settle(nodeId, result);
      ready = this.#plan();
    }
    const isParallel = this.isBeside || this.#inFlight.size + ready.length > 1;
    for (const nodeId of ready) {
      this.#states.set(nodeId, { status: "running" });
      const running = this.#runNode(nodeId, this.#takeSkips(), isParallel).then((result) => {
        this.#keep(nodeId, result);
        return nodeId;
      });
      this.#inFlight.set(nodeId, running);
    }
  }

  #plan(): string[] {
    const plan = planRun(this.frame.graph, this.#states);
    for (const nodeId of plan.skipped) this.#states.set(nodeId, { status: "skipped" });
    this.#unrecordedSkips.push(...plan.skipped);
    return plan.ready;
  }

  #takeSkips(): string[] {
    const skips = this.#unrecordedSkips;
    this.#unrecordedSkips = [];
    return skips;
  }

  #surroundings(): NodeSurroundings {
    return {
      results: this.#results,
      count: this.#results.size,
      hasStored: this.#hasStored,
      state: { ...this.#state },
    };
  }

  #isPure(nodeId: string): boolean {
    const node = this.frame.nodes.get(nodeId);
    return node !== undefined && pureKindOf(node) !== undefined;
  }

  #settle(nodeId: string, result: NodeStepResult): void {
    this.#keep(nodeId, result);
    Object.assign(this.#state, result.stateUpdates);
    const status = result.status === "completed" || result.status === "waiting" ? result.status : "failed";
    this.#states.set(nodeId, { status, port: result.port });
  }

  #keep(nodeId: string, result: NodeStepResult): void {
    this.#results.set(nodeId, result);
    this.#hasStored ||= result.stored !== undefined;
  }

  #runNode(nodeId: string, skipped: readonly string[], isParallel: boolean): Promise<NodeStepResult> {
    const given = this.#surroundings();
    const node = this.frame.nodes.get(nodeId);
    const inStages = node && stagedWalkOf(node);
    if (inStages) return inStages(this.walk, this.frame, { nodeId, given, skipped, isParallel });
    const address = addressIn(this.frame, nodeId);
    const first = firstAttempt(this.walk.known(address));
    const isRepeatable = node !== undefined && onlyReads(node);
    return this.walk.attempt({ address, first, isParallel, isRepeatable }, (attempt, delayMs) =>
      executeNode(this.walk.execution, this.frame, {
        ...given,
        nodeId,
        attempt,
        delayMs,
        skipped: attempt === first ? skipped : [],
      }),
    );
  }
}
