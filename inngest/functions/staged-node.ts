import { firstAttempt, type RunWalk } from "@/inngest/functions/run-walk";
import { stageAddress } from "@/server/domain/run/address";
import type { NodeRequest } from "@/server/services/runs/attempt-node";
import { addTotals, noTotals, type StageRequest, type StageResult } from "@/server/services/runs/execute-stage";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { NodeTotals } from "@/server/services/runs/node-journal";
import type { NodeStepResult, NodeSurroundings } from "@/server/services/runs/node-results";
import { type OpenedNode, planStage } from "@/server/services/runs/open-node";
import { readStageValue } from "@/server/services/runs/recover-run";

/** A node's turn in its graph. */
export interface Turn {
  nodeId: string;
  given: NodeSurroundings;
  skipped: readonly string[];
  isParallel: boolean;
}

/** What a stage came to, with its value at hand. */
export type StageOutcome<Value> =
  | Exclude<StageResult<Value>, { status: "completed" }>
  | { status: "completed"; value: Value; totals: NodeTotals; node?: NodeStepResult };

/** How a kind is walked that is more than one durable step. */
export type StagedWalk = (walk: RunWalk, frame: Frame, turn: Turn) => Promise<NodeStepResult>;

/**
 * A node that works in stages: it is begun with a plan, which is worked out once, and ends with the stage that ends it. What is
 * known of a stage from before is taken over; what its stages used is added up for its end.
 */
export class StagedNode<Plan extends object> {
  readonly address: string;
  #totals = noTotals;
  /** The attempt of the node that its stages belong to; known once it is open. */
  attempt = 1;
  #startedAtMs = 0;

  readonly walk: RunWalk;
  readonly frame: Frame;
  readonly turn: Turn;

  constructor(walk: RunWalk, frame: Frame, turn: Turn) {
    this.walk = walk;
    this.frame = frame;
    this.turn = turn;
    this.address = addressIn(frame, turn.nodeId);
  }

  /** @returns the plan, or what the node comes to when it can not begin. */
  async open(
    begin: (request: NodeRequest & { known?: Plan }) => Promise<OpenedNode<Plan>>,
  ): Promise<{ plan: Plan } | { node: NodeStepResult }> {
    const { nodeId, given, skipped, isParallel } = this.turn;
    const kept = this.walk.known(stageAddress(this.address, planStage));
    const first = firstAttempt(this.walk.known(this.address));
    const opened = await this.walk.attempt({ address: this.address, first, isParallel }, async (attempt, delayMs) => {
      const known =
        kept?.status === "completed"
          ? await readStageValue<Plan>(this.walk.execution, kept.address, kept.attempt)
          : undefined;
      return begin({ ...given, nodeId, attempt, delayMs, skipped: attempt === first ? skipped : [], known });
    });
    if (opened.status === "failed") return { node: opened.node };
    if (opened.status !== "open") return { node: { status: "lost" } };
    this.#startedAtMs = opened.startedAtMs;
    this.attempt = opened.attempt;
    if (opened.plan) return { plan: opened.plan };
    const planAttempt = kept?.status === "completed" ? kept.attempt : opened.attempt;
    const plan = await readStageValue<Plan>(this.walk.execution, stageAddress(this.address, planStage), planAttempt);
    return { plan };
  }

  /** What is known from before of a stage that has ended well. */
  async kept<Value extends object>(stage: string): Promise<StageOutcome<Value> | undefined> {
    const known = this.walk.known(stageAddress(this.address, stage));
    if (known?.status !== "completed") return undefined;
    const value = await readStageValue<Value>(this.walk.execution, known.address, known.attempt);
    return { status: "completed", value, totals: noTotals };
  }

  /** One stage: what is known of it from before, or else attempts of it. */
  async stage<Value extends object>(
    { stage, title, isParallel = this.turn.isParallel }: { stage: string; title: string; isParallel?: boolean },
    execute: (request: StageRequest) => Promise<StageResult<Value>>,
  ): Promise<StageOutcome<Value>> {
    const kept = await this.kept<Value>(stage);
    if (kept) return kept;
    const address = stageAddress(this.address, stage);
    const first = firstAttempt(this.walk.known(address));
    const result = await this.walk.attempt({ address, first, isParallel }, (attempt, delayMs) =>
      execute({
        ...this.turn.given,
        nodeId: this.turn.nodeId,
        stage,
        title,
        attempt,
        delayMs,
        nodeAttempt: this.attempt,
        nodeStartedAtMs: this.#startedAtMs,
        before: this.#totals,
      }),
    );
    if (result.status !== "completed") return result;
    this.#totals = addTotals(this.#totals, result.totals);
    const { value = await readStageValue<Value>(this.walk.execution, address, result.attempt) } = result;
    return { ...result, value };
  }
}

/** What a node comes to with the stage that was to end it. */
export function endOf<Value>(ended: StageOutcome<Value>): NodeStepResult {
  if (ended.status === "failed" || ended.status === "waiting") return ended.node;
  return (ended.status === "completed" ? ended.node : undefined) ?? { status: "lost" };
}
