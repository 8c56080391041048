import { embeddedEngine } from "@/inngest/embedded-fetch";
import { type PiecePlace, type Pieces, PiecesOfOneStep, shortestRestMs } from "@/inngest/functions/pieces";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import { frameOf, stageOf } from "@/server/domain/run/address";
import type { Json } from "@/server/domain/json";
import type { Conclusion } from "@/server/domain/run/conclusion";
import { whileHeld } from "@/server/services/runs/attempt-node";
import type { Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import type { NodeSurroundings } from "@/server/services/runs/node-results";
import { type KnownAttempt, recoverInside } from "@/server/services/runs/recover-run";
import { type KeptAnswer, keepAnswer, readAnswer } from "@/server/services/runs/step-answer";
import { currentCall } from "@/server/services/runs/walk-trail";

/** What a graph came to: an end, or what it waits for; `lost` when the run was stopped or handed on meanwhile. */
export type GraphOutcome =
  | ({
      type: "ended";
      skipped: readonly string[];
      /** What assigners have set. */
      state: Record<string, Json>;
      /** What a node after its end would see. */
      surroundings: NodeSurroundings;
    } & Conclusion)
  | { type: "waiting"; interrupts: InterruptDraft[]; skipped: readonly string[]; state: Record<string, Json> }
  | { type: "lost" };

export interface GraphSetting {
  /** Whether something outside the graph runs beside it. */
  isParallel: boolean;
  /** What assigners have set before it begins. */
  state?: Record<string, Json>;
}

type GraphWalker = (walk: RunWalk, frame: Frame, setting: GraphSetting) => Promise<GraphOutcome>;

type EndedKnown = Exclude<KnownAttempt, { status: "running" }>;

interface Tried {
  status: string;
  retryInMs?: number;
}

/** What every part of a run's walk shares: how its pieces are executed, and what is known from before. */
export class RunWalk {
  readonly execution: Execution;
  readonly #pieces: Pieces;
  readonly #walkGraph: GraphWalker;
  readonly #known: ReadonlyMap<string, KnownAttempt>;
  /** Whole nodes that have ended, by the frame that they are in: a list of items makes as many frames. */
  readonly #endedIn = new Map<string, EndedKnown[]>();

  constructor(execution: Execution, pieces: Pieces, known: readonly KnownAttempt[], walkGraph: GraphWalker) {
    this.#walkGraph = walkGraph;
    this.execution = execution;
    this.#pieces = pieces;
    this.#known = new Map(known.map((attempt) => [attempt.address, attempt]));
    for (const attempt of known) {
      if (attempt.status === "running" || stageOf(attempt.address)) continue;
      const path = frameOf(attempt.address);
      const ended = this.#endedIn.get(path) ?? [];
      ended.push(attempt);
      this.#endedIn.set(path, ended);
    }
  }

  /** Walks a graph: the run's own, or one inside one of its nodes. */
  graph(frame: Frame, setting: GraphSetting): Promise<GraphOutcome> {
    return this.#walkGraph(this, frame, setting);
  }

  /** The last attempt of a piece of which an earlier hand-over, or the run that this one continues, has left a record. */
  known(address: string): KnownAttempt | undefined {
    return this.#known.get(address);
  }

  /** The nodes of a frame that are known to have ended, in the order in which they did. */
  endedIn(path: string): readonly EndedKnown[] {
    return this.#endedIn.get(path) ?? [];
  }

  /** Executes a piece. */
  run<Result>(id: string, place: PiecePlace, work: () => Promise<Result>): Promise<Result> {
    return this.#pieces.run(id, place, work);
  }

  /** Attempts a piece until it ends or its retry policy gives up; each attempt is a piece, and so is the wait between two. */
  async attempt<Result extends Tried>(
    { address, first = 1, ...place }: { address: string; first?: number } & PiecePlace,
    execute: (attempt: number, delayMs: number) => Promise<Result>,
  ): Promise<Result> {
    let delayMs = 0;
    for (let attempt = first; ; attempt += 1) {
      const stepId = attempt === 1 ? `node:${address}` : `node:${address}:attempt-${attempt}`;
      const waitedMs = delayMs;
      const result = await this.run(stepId, place, () => execute(attempt, waitedMs));
      if (result.status !== "retry") return result;
      delayMs = result.retryInMs ?? 0;
      if (delayMs >= shortestRestMs) {
        await this.#pieces.rest(`${stepId}:wait`, delayMs);
        delayMs = 0;
      }
    }
  }

  /**
   * Executes a part of the walk, all inside the piece at an address, as one durable step: many small pieces side by side would
   * each have the engine walk through the whole run again. A part of such a part belongs to the same step.
   * @param work is given how to ask whether to begin more: when not, it answers with what it has, and the rest is another step's
   * @returns what the work answers, or `lost` when the run was stopped or handed on meanwhile
   */
  async asOneStep<Answer extends object>(
    { id, address, isParallel }: { id: string; address: string; isParallel: boolean },
    work: (walk: RunWalk, mayBegin: () => boolean) => Promise<Answer>,
  ): Promise<Answer | { status: "lost" }> {
    // Only the whole step can end early.
    if (this.#pieces instanceof PiecesOfOneStep) return work(this, () => true);
    const { execution } = this;
    const kept = await this.run(id, { isParallel }, () =>
      whileHeld(execution, async (stopped): Promise<KeptAnswer<Answer>> => {
        const isNew = execution.target.trail?.isFirst === true && !execution.isContinued;
        const known = isNew ? [] : await recoverInside(execution, address);
        const pieces = new PiecesOfOneStep(stopped, tellProgress);
        try {
          const part = new RunWalk(execution, pieces, known, this.#walkGraph);
          return await keepAnswer(execution, address, await work(part, () => pieces.mayBegin));
        } finally {
          await pieces.settled();
        }
      }),
    );
    return "status" in kept ? kept : readAnswer(execution, address, kept);
  }
}

/** Tells the embedded executor that a step gets on. @returns whether it may begin more */
function tellProgress(): boolean {
  const call = currentCall();
  return call === undefined || (embeddedEngine.current?.progressed(call) ?? true);
}

/** The attempt to go on with after what is known: the one that had begun, or the one after the one that failed. */
export function firstAttempt(known: KnownAttempt | undefined): number {
  if (!known) return 1;
  return known.status === "running" ? known.attempt : known.attempt + 1;
}
