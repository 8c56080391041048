import { type AttemptClaim, FencedError, type Progress } from "@/server/progress/progress";

/** Writes that may be under way before a walk waits for one: a database that is slow must not be left behind. */
export const mostAhead = 96;

/**
 * What one walk through a run has ended and not yet been told to be durable. The end of a node travels with the beginning of the
 * next instead of being waited for, which halves the commits of a sequence. It is safe because
 * - no outside call is made before its record is committed, and that write stands behind all ends of this walk: it is refused
 *   when one of them was, by the database (`after`) when both are in one statement, here when the first is known to have failed;
 * - the engine stores what a step returned only after `ProgressWriter.release`, so it never remembers a node as ended whose
 *   row says that it runs. A process that dies before forgets both, and the node's attempt is executed again;
 * - a run ends by a write of the same walk.
 */
export class Trail {
  readonly #open = new Set<Promise<unknown>>();
  #openAttempts = 0;
  #answers = 0;
  #hasUsage = false;
  #last: AttemptClaim | undefined;
  #failure: unknown;
  #isTold = false;
  /** Under which the engine asks for the walk: the id of its call. */
  readonly key: string;
  #isFirst = false;

  constructor(key: string) {
    this.key = key;
  }

  /**
   * Whether nothing of the run can have been executed before this walk, so that no beginning can turn out to be a repetition.
   * Then not even the beginning of what changes nothing outside is waited for: all that can be lost is done again.
   */
  get isFirst(): boolean {
    return this.#isFirst;
  }

  /** Said where the run is taken, by who finds that it is taken for the first time. */
  beginRun(): void {
    this.#isFirst = true;
  }

  /** Whether the walk may go on without waiting even for a beginning. */
  get mayRunAhead(): boolean {
    return this.isFirst && this.#open.size < mostAhead;
  }

  /** Whether some of them are of attempts, which another execution may take over. */
  get hasOpenAttempts(): boolean {
    return this.#openAttempts > 0;
  }

  /** Messages of the assistant that the walk has handed in. */
  get answers(): number {
    return this.#answers;
  }

  get hasUsage(): boolean {
    return this.#hasUsage;
  }

  /** Counts what a write has of what the end of a run depends on. */
  note({ messages = [], usage = [] }: Pick<Progress, "messages" | "usage">): void {
    this.#answers += messages.filter(({ role }) => role === "assistant").length;
    this.#hasUsage ||= usage.length > 0;
  }

  /** The execution whose end the next write depends on: it is refused when that execution was taken over. */
  get after(): AttemptClaim | undefined {
    return this.#open.size > 0 ? this.#last : undefined;
  }

  /** Adds a write that nobody waits for. */
  follow(claim: AttemptClaim | undefined, written: Promise<unknown>): void {
    this.#last = claim ?? this.#last;
    this.#open.add(written);
    if (claim) this.#openAttempts += 1;
    const close = (): void => {
      this.#open.delete(written);
      if (claim) this.#openAttempts -= 1;
    };
    written.then(close, close);
  }

  /** Says that a write of the walk was not made. At once, so that nothing is written any more that was handed in behind it. */
  fail(error: unknown): void {
    this.#failure ??= error;
  }

  /** Throws what an earlier write of the walk met; then nothing of the walk may be written any more. */
  throwIfFailed(): void {
    if (this.#failure === undefined) return;
    this.#isTold = true;
    throw this.#failure;
  }

  /** Resolves when nothing is open any more of what is open now. */
  async settledSoFar(): Promise<void> {
    await Promise.allSettled(this.#open);
  }

  /** Resolves when nothing is open. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }

  /**
   * Throws like `throwIfFailed`, for the engine, which must not remember what could not be written. A walk that has heard that
   * it lost the run ends by itself.
   */
  throwIfUntold(): void {
    if (this.#failure === undefined || (this.#isTold && this.#failure instanceof FencedError)) return;
    throw this.#failure;
  }
}
