import { setTimeout as delay } from "node:timers/promises";
import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";

export type StepTools = GetStepTools<typeof inngest>;

/** How the pieces of a walk are executed: each a durable step by itself, or many of them within one. */
export interface Pieces {
  /** @param isParallel whether something else of the walk is executed beside it */
  run<Result>(id: string, isParallel: boolean, work: () => Promise<Result>): Promise<Result>;
  /** Waits between two pieces. */
  rest(id: string, ms: number): Promise<void>;
}

/** Below this, waiting inside the next piece is finer than the engine's whole seconds. */
export const shortestRestMs = 1000;

/** The SDK's timer is of 1 ms; a step that has not begun after this will not begin in this call. */
const longestRestOfSdkMs = 2;

/** How often a wait inside a step of many pieces asks whether its process is to end. */
const askEveryMs = 2000;

/** For how long a step of many pieces begins new ones. */
const longestStepMs = 5 * 60_000;

/**
 * Each piece is a step. Those that run side by side use the engine's mode "race", in which it asks on after every step, so that
 * no branch waits for the slowest of its generation; alone they run at once, without being planned first.
 * @param whileWaiting called when the SDK lets a step wait before it begins: every tenth rests for a timer
 */
export function separateSteps(step: StepTools, whileWaiting: () => void): Pieces {
  return {
    run: async <Result>(id: string, isParallel: boolean, work: () => Promise<Result>) => {
      let hasBegun = false;
      const ended = step.run({ id, ...(isParallel ? { parallelMode: "race" as const } : {}) }, () => {
        hasBegun = true;
        return work();
      });
      setImmediate(() => {
        if (hasBegun) return;
        whileWaiting();
        if (!isParallel) stayAwake(() => hasBegun);
      });
      return (await ended) as Result;
    },
    rest: async (id, ms) => {
      await step.sleep(id, Math.ceil(ms / 1000) * 1000);
    },
  };
}

/**
 * Keeps the event loop from sleeping until it `isOver`, or for as long as the SDK rests: a loop that sleeps does so for whole
 * milliseconds from when it was last woken, so that a timer of one takes nearly two while answers come in.
 */
function stayAwake(isOver: () => boolean): void {
  const until = performance.now() + longestRestOfSdkMs;
  const turn = (): void => {
    if (!isOver() && performance.now() < until) setImmediate(turn);
  };
  turn();
}

/**
 * All pieces belong to one step, which is repeated as a whole after a crash: what had ended by then is known from the run's own
 * rows. When one piece throws, no other is begun.
 */
export class PiecesOfOneStep implements Pieces {
  readonly #running = new Set<Promise<unknown>>();
  readonly #failed = new AbortController();
  readonly #stopped: AbortSignal;
  readonly #progressed: () => boolean;
  readonly #beganAt = performance.now();
  #isToEnd = false;

  /**
   * @param stopped fires when the run is stopped or no longer ours
   * @param progressed told after each piece; says whether more may be begun
   */
  constructor(stopped: AbortSignal, progressed: () => boolean) {
    this.#stopped = AbortSignal.any([stopped, this.#failed.signal]);
    this.#progressed = progressed;
  }

  /**
   * Whether to begin something new: not once the step has lasted long enough, or its process is to end. What has begun by then
   * may come to its end; a further piece of it is left to who goes on with the step.
   */
  get mayBegin(): boolean {
    return !this.#isToEnd && performance.now() - this.#beganAt < longestStepMs;
  }

  async run<Result>(_id: string, _isParallel: boolean, work: () => Promise<Result>): Promise<Result> {
    this.#stopped.throwIfAborted();
    if (this.#isToEnd) throw new Error("This process is to end, so another goes on with the step.");
    const running = work();
    this.#running.add(running);
    try {
      const result = await running;
      this.#isToEnd = !this.#progressed();
      return result;
    } catch (error) {
      this.#failed.abort(error);
      throw error;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Ends early when the process is to end: it must not be held up by a wait, whose rest whoever goes on does without. */
  rest(id: string, ms: number): Promise<void> {
    return this.run(id, false, async () => {
      for (let leftMs = ms; leftMs > 0 && !this.#isToEnd; leftMs -= askEveryMs) {
        await delay(Math.min(leftMs, askEveryMs), undefined, { signal: this.#stopped });
        this.#isToEnd ||= !this.#progressed();
      }
    });
  }

  /** Resolves when nothing is executed any more: only then may the step be repeated. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
