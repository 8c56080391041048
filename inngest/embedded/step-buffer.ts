import { writePatienceMs, type EngineContext } from "./context";
import type { DoneStep } from "./plan-operations";
import { callIdOf, type CalledRun, type Item } from "./types";

/**
 * The steps of one call that have ended and are not stored yet. They are stored together, each write fenced by the call's
 * generation, after the app has said that what they stand for is durable.
 */
export class StepBuffer {
  readonly #context: EngineContext;
  readonly #item: Item;
  readonly #run: CalledRun;
  #steps: DoneStep[] = [];
  /** Whether the app has said that a step of the call gets on; then what fails of it is a first attempt. */
  hasProgressed = false;
  #isProgressStored = true;
  #timer: NodeJS.Timeout | undefined;
  /** Whether the call is still ours, once all writes so far are through. One follows the other. */
  #isOurs: Promise<boolean> = Promise.resolve(true);

  constructor(context: EngineContext, { item, run }: { item: Item; run: CalledRun }) {
    this.#context = context;
    this.#item = item;
    this.#run = run;
  }

  /** Adds steps and has them stored in a while, or at once when nothing may be remembered in memory only. */
  async add(steps: DoneStep[]): Promise<boolean> {
    this.#steps.push(...steps);
    if (this.#context.storeDelayMs === 0) return this.store();
    this.#storeLater();
    return true;
  }

  /** Has it stored in a while that the call gets on, so that also the death of its process counts as the first. */
  noteProgress(): void {
    this.hasProgressed = true;
    this.#isProgressStored = false;
    this.#storeLater();
  }

  #storeLater(): void {
    this.#timer ??= setTimeout(() => {
      this.store().catch((error: unknown) => {
        // Whoever asks for the buffer next is told the same; until then the lease keeps the run from others.
        this.#context.logger.warn({ err: error, runId: this.#run.id }, "ended steps could not be stored");
      });
    }, this.#context.storeDelayMs);
  }

  /** Stores what is there. @returns false when the item is no longer ours: nothing of the call may be written any more. */
  store(): Promise<boolean> {
    this.#isOurs = this.#isOurs.then((isOurs) => isOurs && this.#write());
    return this.#isOurs;
  }

  /**
   * Ends the buffer with its call.
   * @param isRunEnding then the steps are of no more use: nobody calls the run again
   */
  async close(isRunEnding: boolean): Promise<boolean> {
    if (isRunEnding) this.#steps = [];
    // What follows the answer says it too.
    this.#isProgressStored = true;
    return (await this.store()) && this.#mayStore();
  }

  async #write(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const steps = this.#steps;
    this.#steps = [];
    const isNothingNew = steps.length === 0 && this.#isProgressStored;
    this.#isProgressStored = true;
    if (isNothingNew) return true;
    if (!(await this.#mayStore())) return false;
    const { database, sql } = this.#context;
    const held = [this.#item.id, this.#item.gen, this.#run.id];
    const [only] = steps;
    const saved =
      only && steps.length === 1
        ? await database.queryPatiently(
            sql.checkpointOne,
            [...held, only.id, only.op, only.name, only.memo],
            writePatienceMs,
          )
        : await database.queryPatiently(sql.checkpoint, [...held, JSON.stringify(steps)], writePatienceMs);
    return saved.length > 0;
  }

  /** Asks the app. When it says no, the run is called again later, from what is stored. */
  async #mayStore(): Promise<boolean> {
    const { beforeStoring, database, sql, logger, backoff, wake } = this.#context;
    try {
      await beforeStoring(callIdOf(this.#item));
      return true;
    } catch (error) {
      // Nothing to be warned of: so it is with every run that is stopped or taken over in the middle of a step.
      logger.info({ err: error, runId: this.#run.id }, "steps are not durable, so the run is called again");
      const { id, gen } = this.#item;
      const attempt = this.hasProgressed ? 0 : this.#item.attempt;
      const delayMs = backoff(attempt);
      await database.queryPatiently(sql.release, [id, gen, attempt + 1, delayMs], writePatienceMs);
      wake(delayMs);
      return false;
    }
  }
}
