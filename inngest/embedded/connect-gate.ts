const firstPauseMs = 100;
const longestPauseMs = 1000;

/**
 * Keeps a pool from asking a database that is away again and again: after a failed attempt the next one waits, twice as long
 * each time up to a second, and while one is under way nobody else tries.
 */
export class ConnectGate {
  readonly #now: () => number;
  #trouble: unknown;
  #pauseMs = 0;
  #opensAt = 0;
  #isTrying = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @returns why no connection may be tried now; nothing when the caller is to try, and to `leave` afterwards. */
  enter(): unknown {
    if (this.#trouble === undefined) return undefined;
    if (this.#isTrying || this.#now() < this.#opensAt) return this.#trouble;
    this.#isTrying = true;
    return undefined;
  }

  /** @param error what the attempt met, nothing when it connected. @returns the same error */
  leave(error: unknown): unknown {
    this.#isTrying = false;
    if (!error) {
      this.#trouble = undefined;
      this.#pauseMs = 0;
      return undefined;
    }
    // Attempts that began together fail together, and count as one.
    if (this.#trouble === undefined || this.#now() >= this.#opensAt) {
      this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, firstPauseMs), longestPauseMs);
      this.#opensAt = this.#now() + this.#pauseMs;
    }
    this.#trouble = error;
    return error;
  }
}
