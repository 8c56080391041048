import { setImmediate as turn, setTimeout as delay } from "node:timers/promises";
import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";

export type StepTools = GetStepTools<typeof inngest>;

/** How a piece stands to the rest of its walk. */
export interface PiecePlace {
  /** Whether something else of the walk is executed beside it. */
  isParallel: boolean;
  /** Whether it may be executed any number of times: that changes nothing outside and costs nothing. */
  isRepeatable?: boolean;
}

/** How the pieces of a walk are executed: each a durable step by itself, or many of them within one. */
export interface Pieces {
  run<Result>(id: string, place: PiecePlace, work: () => Promise<Result>): Promise<Result>;
  /** Waits between two pieces. */
  rest(id: string, ms: number): Promise<void>;
}

/** Below this, waiting inside the next piece is finer than the engine's whole seconds. */
export const shortestRestMs = 1000;

/** How often a wait inside a step of many pieces asks whether its process is to end. */
const askEveryMs = 2000;

/** For how long a step of many pieces begins new ones. */
const longestStepMs = 5 * 60_000;

/** By how many pieces a walk may be ahead of the SDK. */
const mostAhead = 16;

/**
 * Each piece is a step. Those that run side by side use the engine's mode "race", in which it asks on after every step, so that
 * no branch waits for the slowest of its generation; alone they run at once, without being planned first.
 *
 * What the SDK does about a step takes as long as a quick call, and waits for nothing in it. So a walk that `mayLead` goes on
 * from a piece that is repeatable as soon as its work is done, and the SDK is told of the step while the next call is under way.
 * Any other piece is begun when the SDK has caught up: a call that was given up by then begins nothing more that matters.
 */
export class SeparateSteps implements Pieces {
  readonly #step: StepTools;
  readonly #mayLead: () => boolean;
  /** Of what was executed ahead of the SDK, what it has not kept yet. */
  readonly #behind = new Set<Promise<unknown>>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param mayLead whether the call is still our own, and no step of the walk can be known from before */
  constructor(step: StepTools, mayLead: () => boolean) {
    this.#step = step;
    this.#mayLead = mayLead;
  }

  async run<Result>(
    id: string,
    { isParallel, isRepeatable = false }: PiecePlace,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (!isRepeatable || isParallel || !this.#mayLead()) {
      if (this.#behind.size > 0) await this.settled();
      return this.#keep(id, isParallel, work);
    }
    if (this.#behind.size >= mostAhead) await this.#behind.values().next().value;
    const done = work();
    const kept = this.#keepLater(id, done);
    // What fails is the SDK's to deal with, as if the walk had waited.
    return done.catch(() => kept);
  }

  async rest(id: string, ms: number): Promise<void> {
    await this.settled();
    await this.#step.sleep(id, Math.ceil(ms / 1000) * 1000);
  }

  /** Resolves when the SDK has kept all that was executed; never, when it has given up the call. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** Keeps what is done when the SDK has kept what was before it, in a turn of its own: what the walk does next goes first. */
  #keepLater<Result>(id: string, done: Promise<Result>): Promise<Result> {
    const before = this.#last;
    const kept = (async () => {
      await before;
      await turn();
      return this.#keep(id, false, () => done);
    })();
    this.#last = kept;
    this.#behind.add(kept);
    const forget = () => this.#behind.delete(kept);
    kept.then(forget, forget);
    return kept;
  }

  async #keep<Result>(id: string, isParallel: boolean, work: () => Promise<Result>): Promise<Result> {
    const options = { id, ...(isParallel ? { parallelMode: "race" as const } : {}) };
    return (await this.#step.run(options, work)) as Result;
  }
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

  async run<Result>(_id: string, _place: PiecePlace, work: () => Promise<Result>): Promise<Result> {
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
    return this.run(id, { isParallel: false }, async () => {
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
