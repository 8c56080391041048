import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import { frameOf, stageOf } from "@/server/domain/run/address";
import type { Json } from "@/server/domain/json";
import type { Conclusion } from "@/server/domain/run/conclusion";
import type { Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import type { NodeStepResult } from "@/server/services/runs/node-results";
import type { KnownAttempt } from "@/server/services/runs/recover-run";

export type StepTools = GetStepTools<typeof inngest>;

/** What a graph came to: an end, or what it waits for; `lost` when the run was stopped or handed on meanwhile. */
export type GraphOutcome =
  | ({
      type: "ended";
      skipped: readonly string[];
      /** What assigners have set. */
      state: Record<string, Json>;
      results: ReadonlyMap<string, NodeStepResult>;
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

/** Below this, waiting inside the next attempt is finer than the engine's whole seconds. */
const shortestSleepMs = 1000;

type EndedKnown = Exclude<KnownAttempt, { status: "running" }>;

interface Tried {
  status: string;
  retryInMs?: number;
}

/** What every part of a run's walk shares: the engine's steps, and what is known from before. */
export class RunWalk {
  readonly execution: Execution;
  readonly step: StepTools;
  readonly #walkGraph: GraphWalker;
  readonly #known: ReadonlyMap<string, KnownAttempt>;
  /** Whole nodes that have ended, by the frame that they are in: a list of items makes as many frames. */
  readonly #endedIn = new Map<string, EndedKnown[]>();

  constructor(execution: Execution, step: StepTools, known: readonly KnownAttempt[], walkGraph: GraphWalker) {
    this.#walkGraph = walkGraph;
    this.execution = execution;
    this.step = step;
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

  /**
   * Attempts a piece until it ends or its retry policy gives up; each attempt is a durable step, and so is the wait between
   * two. Steps that run side by side use the engine's mode "race", in which it asks on after every step, so that no branch
   * waits for the slowest of its generation; alone they run at once, without being planned first.
   */
  async attempt<Result extends Tried>(
    { address, first = 1, isParallel }: { address: string; first?: number; isParallel: boolean },
    execute: (attempt: number, delayMs: number) => Promise<Result>,
  ): Promise<Result> {
    let delayMs = 0;
    for (let attempt = first; ; attempt += 1) {
      const stepId = attempt === 1 ? `node:${address}` : `node:${address}:attempt-${attempt}`;
      const waitedMs = delayMs;
      const result = (await this.step.run({ id: stepId, ...modeOf(isParallel) }, () =>
        execute(attempt, waitedMs),
      )) as Result;
      if (result.status !== "retry") return result;
      delayMs = result.retryInMs ?? 0;
      if (delayMs >= shortestSleepMs) {
        await this.step.sleep(`${stepId}:wait`, Math.ceil(delayMs / 1000) * 1000);
        delayMs = 0;
      }
    }
  }
}

export function modeOf(isParallel: boolean): { parallelMode?: "race" } {
  return isParallel ? { parallelMode: "race" } : {};
}

/** The attempt to go on with after what is known: the one that had begun, or the one after the one that failed. */
export function firstAttempt(known: KnownAttempt | undefined): number {
  if (!known) return 1;
  return known.status === "running" ? known.attempt : known.attempt + 1;
}
