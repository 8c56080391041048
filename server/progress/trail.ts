import { type AttemptClaim, FencedError } from "@/server/progress/progress";

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
  #last: AttemptClaim | undefined;
  #failure: unknown;
  #isTold = false;
  /** Under which the engine asks for the walk: the id of its own run. */
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  /** The execution whose end the next write depends on: it is refused when that execution was taken over. */
  get after(): AttemptClaim | undefined {
    return this.#open.size > 0 ? this.#last : undefined;
  }

  /** Adds a write that nobody waits for. */
  follow(claim: AttemptClaim | undefined, written: Promise<unknown>): void {
    this.#last = claim ?? this.#last;
    this.#open.add(written);
    written.then(
      () => this.#open.delete(written),
      (error: unknown) => {
        this.#open.delete(written);
        this.#failure ??= error;
      },
    );
  }

  /** Throws what an earlier write of the walk met; then nothing of the walk may be written any more. */
  throwIfFailed(): void {
    if (this.#failure === undefined) return;
    this.#isTold = true;
    throw this.#failure;
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
