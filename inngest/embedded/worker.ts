import { ActiveCalls } from "./active-calls";
import type { EngineContext } from "./context";
import type { ClaimedItem } from "./run-item";
import { runItem } from "./run-item";
import type { Item } from "./types";

export interface WorkerOptions {
  /** The number under which this worker holds its lock. */
  id: number;
  lockClass: number;
  slots: number;
  leaseMs: number;
  pollMs: number;
  /** Tells other processes that there is work this one does not take. */
  notifyOthers: () => void;
}

interface ClaimRow {
  id: string;
  kind: Item["kind"];
  fn: string;
  run_id: string | null;
  step_id: string | null;
  attempt: number;
  gen: string;
  payload: string | null;
  was_lost: boolean;
  events: string | null;
  version: number | null;
  corr: string | null;
  has_steps: boolean;
}

/** How often to look for the death of workers that are known to hold work. */
const watchMs = 250;

/**
 * Claims items and runs them, at most `slots` at a time. All work starts from one long-lived loop, never from the caller
 * of `wake`, so that nothing of the caller's async context leaks into a run.
 */
export class Worker {
  readonly calls = new ActiveCalls();
  readonly #options: WorkerOptions;
  readonly #context: EngineContext;
  readonly #running = new Map<Promise<void>, ClaimedItem>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #loop: Promise<void> = Promise.resolve();
  #isStopping = false;
  #isAwake = true;
  #signal: () => void = () => {};
  /** Whether another worker held work when last asked. */
  #isSharing = false;

  constructor(context: EngineContext, options: WorkerOptions) {
    this.#context = context;
    this.#options = options;
  }

  start(): void {
    const { leaseMs, pollMs } = this.#options;
    this.#timers.add(setInterval(() => void this.#heartbeat(), leaseMs / 3));
    this.#timers.add(setInterval(() => void this.#poll(), pollMs));
    this.#timers.add(setInterval(() => void this.#watchOthers(), Math.min(watchMs, pollMs)));
    void this.#poll();
    this.#loop = this.#claimForEver();
  }

  /** Says that there is, or in `delayMs` will be, work to claim. Longer delays are found by the poll. */
  wake(delayMs = 0): void {
    if (delayMs > 0) {
      if (delayMs < this.#options.pollMs * 2 && !this.#isStopping) this.#wakeLater(delayMs);
      return;
    }
    if (this.#isStopping || this.#running.size >= this.#options.slots) this.#options.notifyOthers();
    this.wakeFromOutside();
  }

  /** Another process has work. Passing that on in turn would have two busy processes wake each other for ever. */
  wakeFromOutside(): void {
    this.#isAwake = true;
    this.#signal();
  }

  /**
   * Takes no more work and waits for what is under way; runs stop at their next checkpoint and are free for others.
   * @param drainMs after this time the rest is handed back as it is, and its results are no longer taken
   */
  async stop(drainMs: number): Promise<void> {
    this.#isStopping = true;
    this.calls.isDraining = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#signal();
    await this.#loop;
    const heartbeat = setInterval(() => void this.#heartbeat(), this.#options.leaseMs / 3);
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, drainMs);
      void Promise.all(this.#running.keys()).then(() => {
        clearTimeout(deadline);
        resolve();
      });
    });
    clearInterval(heartbeat);
    this.calls.clear();
    for (const { item } of this.#running.values()) await this.#release(item, item.attempt, 0);
    this.#options.notifyOthers();
  }

  async #claimForEver(): Promise<void> {
    while (!this.#isStopping) {
      this.#isAwake = false;
      const free = this.#options.slots - this.#running.size;
      let claimed: ClaimedItem[] = [];
      try {
        if (free > 0) claimed = await this.#claim(free);
      } catch (error) {
        this.#context.logger.warn({ err: error }, "claiming work failed, trying again at the next poll");
      }
      for (const work of claimed) this.#begin(work);
      if (claimed.length > 0 && this.#running.size >= this.#options.slots) this.#options.notifyOthers();
      if (!this.#isAwake && !this.#isStopping) await new Promise<void>((resolve) => (this.#signal = resolve));
    }
  }

  #begin(work: ClaimedItem): void {
    const done: Promise<void> = runItem(this.#context, this.calls, work)
      .catch(async (error: unknown) => {
        const { item } = work;
        this.#context.logger.error({ err: error, item: item.id, fn: item.fn }, "an item could not be finished");
        await this.#release(item, item.attempt + 1, this.#context.backoff(item.attempt));
      })
      .then(() => {
        this.#running.delete(done);
        this.wake();
      });
    this.#running.set(done, work);
  }

  async #claim(limit: number): Promise<ClaimedItem[]> {
    const { database, sql } = this.#context;
    const rows = await database.query<ClaimRow & Record<string, unknown>>(sql.claim, [
      this.#options.id,
      limit,
      this.#options.leaseMs,
    ]);
    for (const { id, fn } of rows.filter((row) => row.was_lost)) {
      this.#context.logger.info({ item: id, fn }, "trying again what a lost worker had begun");
    }
    return rows.map((row) => ({
      item: {
        id: row.id,
        gen: row.gen,
        kind: row.kind,
        fn: row.fn,
        stepId: row.step_id,
        attempt: row.attempt,
        payload: row.payload,
      },
      hasSteps: row.has_steps,
      run:
        row.run_id === null || row.events === null
          ? null
          : { id: row.run_id, fn: row.fn, events: row.events, version: row.version ?? 2, corr: row.corr },
    }));
  }

  /** Gives an item back. If that fails too, its lease ends in time. */
  async #release({ id, gen }: Item, attempt: number, delayMs: number): Promise<void> {
    try {
      await this.#context.database.query(this.#context.sql.release, [id, gen, attempt, delayMs]);
    } catch (error) {
      this.#context.logger.warn({ err: error, item: id }, "an item could not be given back");
    }
  }

  /** The safety net under all signals: frees what dead workers or lost answers hold, and looks a poll ahead for timers. */
  async #poll(): Promise<void> {
    const { database, sql, logger } = this.#context;
    const { id, pollMs, leaseMs } = this.#options;
    try {
      const held = [...this.#running.values()].map(({ item }) => item.id);
      await database.query(sql.freeForgotten, [id, held, leaseMs / 2]);
      await this.#takeOver();
      const [next] = await database.query<{ delay_ms: number }>(sql.nextDue, [pollMs]);
      if (next && !this.#isStopping) this.#wakeLater(next.delay_ms);
    } catch (error) {
      logger.warn({ err: error }, "polling for work failed");
    }
  }

  /** While other workers hold work, looks often whether they still live: what a killed one held goes on here at once. */
  async #watchOthers(): Promise<void> {
    if (!this.#isSharing) return;
    try {
      await this.#takeOver();
    } catch (error) {
      this.#context.logger.warn({ err: error }, "looking after other workers failed, trying again");
    }
  }

  async #takeOver(): Promise<void> {
    const { database, sql, logger } = this.#context;
    const { id, lockClass } = this.#options;
    const [found] = await database.query<{ freed: number; held: number }>(sql.reclaim, [id, lockClass]);
    if (!found) return;
    this.#isSharing = found.held > 0;
    if (found.freed === 0) return;
    logger.info({ items: found.freed }, "took over the work of a process that is gone");
    this.wake();
  }

  #wakeLater(delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.wake();
    }, delayMs);
    this.#timers.add(timer);
  }

  async #heartbeat(): Promise<void> {
    const { database, sql, logger } = this.#context;
    const items = [...this.#running.values()].map(({ item }) => item);
    if (items.length === 0) return;
    try {
      await database.query(sql.heartbeat, [
        items.map(({ id }) => id),
        items.map(({ gen }) => gen),
        this.#options.leaseMs,
      ]);
    } catch (error) {
      logger.warn({ err: error }, "the heartbeat failed");
    }
  }
}
