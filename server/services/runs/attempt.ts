import { databaseRefusal } from "@/server/domain/database-refusal";
import type { Audience } from "@/server/domain/run/events";
import { newId } from "@/server/ids";
import type { Progress } from "@/server/progress/progress";
import type { RunTarget } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { closeInterruptedAttempt } from "@/server/services/runs/close-interrupted-attempt";
import { RunNodeJournal } from "@/server/services/runs/node-journal";

interface AttemptOptions {
  target: RunTarget;
  /** Address of the node, or of the stage of a node, that is attempted. */
  address: string;
  attempt: number;
  /** The span under which the attempt's own calls lie. */
  parentSpanId: string;
  audience: Audience;
  /** Fires when the run is stopped or no longer ours. */
  stopped: AbortSignal;
}

/**
 * One execution of one attempt of a node or a stage, from its beginning in the log to its outcome. The latest to begin the
 * attempt has it: what another execution of the same attempt writes afterwards changes nothing.
 */
export class Attempt {
  readonly journal: RunNodeJournal;
  /** What this execution writes after its beginning; another execution that begins the attempt again fences it off. */
  readonly target: RunTarget;
  /** Fires with `stopped`, and when nothing of this execution may take effect any more. */
  readonly signal: AbortSignal;
  readonly #ended = new AbortController();
  #isSuperseded = false;
  readonly #startedAt = performance.now();
  readonly #key: string;
  readonly #options: AttemptOptions;

  constructor(options: AttemptOptions) {
    const { target, address, attempt, stopped } = options;
    this.#options = options;
    this.#key = `${address}:${attempt}`;
    this.signal = this.#ended.signal;
    // Both signals last as long as this execution, and `AbortSignal.any` costs several times as much.
    stopped.addEventListener("abort", () => this.#ended.abort(stopped.reason), { once: true });
    if (stopped.aborted) this.#ended.abort(stopped.reason);
    this.target = { ...target, attempt: { nodeId: address, attempt, claim: newId() } };
    this.journal = new RunNodeJournal({
      writer: progressWriter,
      target: this.target,
      nodeId: address,
      attempt,
      nodeSpanId: options.parentSpanId,
      audience: options.audience,
      onLost: (error) => this.#supersede(error),
    });
  }

  /** Of the node or the stage. */
  get address(): string {
    return this.#options.address;
  }

  get claim(): string {
    return this.target.attempt?.claim ?? "";
  }

  get durationMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Whether it came out that nothing of it may take effect. */
  get isSuperseded(): boolean {
    return this.#isSuperseded;
  }

  /** Nothing of this execution may take effect any more: it can not be written, or the attempt had ended before. */
  #supersede(reason: unknown): void {
    this.#isSuperseded = true;
    this.#ended.abort(reason);
  }

  /**
   * Writes the beginning. What a killed process left half-said by an earlier execution of this attempt is ended first.
   * @returns whether the attempt had ended before, and only the engine was not told; then nothing of it may be done again.
   * Whether it had begun before and not ended.
   */
  async begin(progress: Omit<Progress, "target">): Promise<{ hadEnded: boolean; hadBegun: boolean }> {
    const { target, address, attempt } = this.#options;
    const begun = await progressWriter.write({ ...progress, target });
    if (begun.endedNodes.includes(this.#key)) {
      this.#supersede(new Error("This attempt had ended before."));
      return { hadEnded: true, hadBegun: true };
    }
    const hadBegun = begun.repeatedNodes.includes(this.#key);
    if (hadBegun) await closeInterruptedAttempt(target, address, attempt);
    return { hadEnded: false, hadBegun };
  }

  /**
   * Has the beginning written while the walk goes on without it: only in the first walk of a run, and for work that changes
   * nothing outside. What is refused or found to be a repetition ends this execution, and the walk with its next write.
   * @returns `durable`, which settles once the beginning is committed or refused
   */
  async beginAhead(progress: Omit<Progress, "target">): Promise<{ durable: Promise<unknown> }> {
    const first = { node: this.#key, claim: this.target.attempt };
    const ahead = await progressWriter.writeSoon({ ...progress, target: this.#options.target }, first);
    ahead.durable.catch((error: unknown) => this.#supersede(error));
    return ahead;
  }

  /**
   * Does the work; a failure is a value, unless the run was stopped or lost meanwhile, or the database is away: then it is the
   * engine that tries again, and this attempt goes on.
   */
  async work<Result>(
    doIt: () => Promise<Result>,
  ): Promise<{ ok: true; result: Result } | { ok: false; error: unknown }> {
    try {
      return { ok: true, result: await doIt() };
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason instanceof Error ? this.signal.reason : error;
      if (databaseRefusal(error)) throw error;
      return { ok: false, error };
    }
  }

  /**
   * Writes the end with the run's next write and lets the walk go on meanwhile, where that is safe: see `Trail`.
   * @returns `durable`, which settles once it is committed or refused
   */
  endSoon(progress: Omit<Progress, "target">): Promise<{ durable: Promise<unknown> }> {
    return progressWriter.writeSoon({ ...progress, target: this.target });
  }

  /** Writes the end, after everything that was said before it. */
  async end(progress: Omit<Progress, "target">): Promise<void> {
    await progressWriter.write({ ...progress, target: this.target });
  }
}
