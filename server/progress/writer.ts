import type { Pool } from "pg";
import { writerPool } from "@/server/db";
import type { Json } from "@/server/domain/json";
import type { LoggedEvent } from "@/server/domain/run/events";
import { foldEnded } from "@/server/events/fold-deltas";
import { eventHub } from "@/server/events/hub";
import { processId } from "@/server/events/process-id";
import { globalSingleton } from "@/server/global-singleton";
import { type BatchItem, batchLength, layOut } from "@/server/progress/batch";
import { type AttemptClaim, type EffectOutcome, FencedError, type Progress } from "@/server/progress/progress";
import type { Trail } from "@/server/progress/trail";
import { writeStatement } from "@/server/progress/write-statement";

export interface Written {
  events: LoggedEvent[];
  /** Node runs (`nodeId:attempt`) that were already there: this attempt was begun before and its process did not end it. */
  repeatedNodes: string[];
  /** Node runs (`nodeId:attempt`) that had ended before this write, which left them as they were. */
  endedNodes: string[];
  /** Effects among those intended that had been recorded before. */
  knownEffects: KnownEffect[];
}

export interface KnownEffect {
  key: string;
  status: "intended" | EffectOutcome["status"];
  result: Json;
}

interface Waiting extends BatchItem {
  resolve: (written: Written) => void;
  reject: (error: unknown) => void;
}

/** What the statement answers; lists are null when they are empty and absent when the write had nothing of their kind. */
interface StatementRow {
  at: Date;
  admitted: number[] | null;
  events?: [ord: number, seq: number][] | null;
  repeated?: string[] | null;
  ended?: string[] | null;
  effects?: KnownEffect[] | null;
}

const largestBatch = 200;
/** For how long an end waits for a write that it can travel with: a sequence of quick steps ends thirty in that time. */
const travelMs = 10;
const transientCodes = new Set(["40P01", "40001"]);

/**
 * Makes progress durable by group commit: what arrives while a statement is committing goes into the next one, so that a
 * lone write waits for nothing and a thousand concurrent ones share a few commits. Writes of one run keep their order.
 * Events are handed to this process's listeners once they are committed.
 */
export class ProgressWriter {
  readonly #pool: Pool;
  readonly #trails = new Map<string, Trail>();
  #queue: Waiting[] = [];
  /** Whether somebody waits for something in the queue. */
  #isUrgent = false;
  #isWriting = false;
  /** What is committed and not yet told to this process's listeners. */
  #news: { sessionId: string; events: LoggedEvent[] }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(writerPool: Pool) {
    this.#pool = writerPool;
  }

  /**
   * @returns the events with their numbers once everything is committed.
   * @throws FencedError when the run has ended or changed hands; then nothing was written. What an earlier write of the same
   * walk met.
   */
  write(progress: Progress): Promise<Written> {
    return new Promise((resolve, reject) =>
      this.#enqueue({ progress, after: progress.target.trail?.after, resolve, reject }, true),
    );
  }

  /**
   * Writes it with whatever is written next, at the latest in a moment, and lets the walk go on meanwhile: see `Trail`. Without
   * a trail, or when there is in it what the next node may read, it is waited for like any other.
   * @param first in the first walk of a run, what this begins: the `nodeId:attempt` that can not be there yet, and whose it is
   * @returns `durable`, which settles once it is committed or refused
   */
  async writeSoon(
    progress: Progress,
    first?: { node: string; claim?: AttemptClaim },
  ): Promise<{ durable: Promise<unknown> }> {
    const { trail, attempt } = progress.target;
    if (!trail || progress.messages?.length || progress.artifacts?.length) {
      await this.write(progress);
      return { durable: Promise.resolve() };
    }
    const durable = this.#putUnawaited(progress, trail, first?.node);
    trail.follow(first?.claim ?? attempt, durable);
    this.#trails.set(trail.key, trail);
    return { durable };
  }

  /** Connects, so that the first write need not: what it tells of would seem to have happened later than it did. */
  async open(): Promise<void> {
    await this.#pool.query("select");
  }

  /** Waits until what a walk has handed in by now is written or refused. */
  async written(trail: Trail): Promise<void> {
    if (this.#queue.length > 0) this.#start();
    await trail.settledSoFar();
  }

  /**
   * Waits until all that a walk has handed in is durable.
   * @throws what a write met that nobody waited for
   */
  async settled(trail: Trail): Promise<void> {
    this.#start();
    await trail.settled();
    trail.throwIfFailed();
  }

  /**
   * For the engine, before it stores a step that the walk under this key has ended.
   * @throws what a write met that nobody waited for and the walk has not heard of; the walk is to be given up
   */
  async release(key: string): Promise<void> {
    const trail = this.#trails.get(key);
    if (!trail) return;
    this.#start();
    await trail.settled();
    this.#trails.delete(key);
    trail.throwIfUntold();
  }

  /** A write whose failure the trail is told at once, before the next batch is made up. */
  #putUnawaited(progress: Progress, trail: Trail, mustBeNew: string | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        trail.fail(error);
        reject(error);
      };
      const settle = (written: Written): void => {
        const failure = mustBeNew === undefined ? undefined : repetition(written, mustBeNew);
        if (failure) fail(failure);
        else resolve(written);
      };
      this.#enqueue({ progress, after: trail.after, resolve: settle, reject: fail }, false);
    });
  }

  #enqueue(waiting: Waiting, isUrgent: boolean): void {
    waiting.progress.target.trail?.note(waiting.progress);
    this.#queue.push({ ...waiting, saidAt: performance.now() });
    if (isUrgent) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), travelMs);
  }

  /** What is said in the same turn of the event loop goes into the same statement. */
  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isUrgent = true;
    if (this.#isWriting) return;
    this.#isWriting = true;
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#isUrgent && this.#queue.length > 0) {
      const batch = this.#queue.splice(0, batchLength(this.#queue, largestBatch));
      this.#isUrgent = this.#queue.length > 0;
      const committed = this.#commit(batch.filter(isPossible));
      // The database works while listeners are told what it did before: after the tick in which the pool sends the statement.
      process.nextTick(() => this.#tell());
      await committed;
    }
    this.#isUrgent = false;
    this.#isWriting = false;
    this.#tell();
  }

  #tell(): void {
    const news = this.#news;
    this.#news = [];
    for (const { sessionId, events } of news) {
      eventHub.publish(sessionId, events);
      foldEnded(sessionId, events);
    }
  }

  async #commit(batch: Waiting[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      await this.#execute(batch);
    } catch (error) {
      const mayBeWritten = !isRefused(error);
      if (batch.length === 1 || mayBeWritten) {
        for (const { progress, reject } of batch) {
          if (mayBeWritten) eventHub.readAgain(progress.target.sessionId);
          reject(error);
        }
        return;
      }
      // One unacceptable write must not take its neighbours with it.
      for (const waiting of batch) await this.#commit([waiting].filter(isPossible));
    }
  }

  async #execute(batch: Waiting[], attempt = 1): Promise<void> {
    const items = batch.map((waiting) => waiting.progress);
    const { shape, values, targets, eventOrigins } = layOut(batch);
    let row: StatementRow | undefined;
    try {
      const result = await this.#pool.query<StatementRow>({
        ...writeStatement(shape),
        values: shape.has("events") ? [...values, notificationFor(items)] : values,
      });
      row = result.rows[0];
    } catch (error) {
      if (attempt < 4 && transientCodes.has((error as { code?: string }).code ?? ""))
        return this.#execute(batch, attempt + 1);
      throw error;
    }
    if (!row) throw new Error("The progress statement answered without a row.");
    const admitted = new Set(row.admitted);
    const seqByOrd = new Map(row.events ?? []);
    const at = row.at.toISOString();
    const logged: LoggedEvent[][] = [];
    eventOrigins.forEach((origin, ord) => {
      const seq = seqByOrd.get(ord);
      const item = items[origin.item];
      const event = item?.events?.[origin.index];
      if (seq !== undefined && item && event)
        (logged[origin.item] ??= []).push({ seq, runId: item.target.runId, at, event });
    });
    batch.forEach((waiting, index) => {
      const { target } = waiting.progress;
      if (!admitted.has(targets[index] ?? -1)) {
        waiting.reject(new FencedError(target));
        return;
      }
      const events = logged[index] ?? [];
      if (events.length > 0) this.#news.push({ sessionId: target.sessionId, events });
      waiting.resolve({
        events,
        knownEffects:
          row.effects?.filter(({ key }) => waiting.progress.intendedEffects?.some((intent) => intent.key === key)) ??
          [],
        repeatedNodes: nodesOf(target.runId, row.repeated),
        endedNodes: nodesOf(target.runId, row.ended),
      });
    });
  }
}

/** Those of one run among the node runs of all (`runId:nodeId:attempt`), without its id. */
function nodesOf(runId: string, keys: string[] | null | undefined): string[] {
  return keys?.filter((key) => key.startsWith(`${runId}:`)).map((key) => key.slice(runId.length + 1)) ?? [];
}

/** A walk that is the first has only new beginnings; otherwise it was given to two processes, and is to be called again. */
function repetition({ repeatedNodes, endedNodes }: Written, node: string): Error | undefined {
  const isKnown = repeatedNodes.includes(node) || endedNodes.includes(node);
  return isKnown ? new Error(`The attempt ${node} had been begun by another process.`) : undefined;
}

/** Whether nothing speaks against a write: what it builds on has not failed. Otherwise it is refused. */
function isPossible({ progress, reject }: Waiting): boolean {
  try {
    progress.target.trail?.throwIfFailed();
    return true;
  } catch (error) {
    reject(error);
    return false;
  }
}

/** Whether the database answered that it did nothing. After a broken connection nobody knows, so nothing is written again. */
function isRefused(error: unknown): boolean {
  return (error as { severity?: string }).severity === "ERROR";
}

/** Tells other processes which sessions moved. PostgreSQL allows 8,000 bytes, so a very wide batch names no session. */
function notificationFor(items: readonly Progress[]): string {
  const sessions = new Set(items.filter((item) => item.events?.length).map((item) => item.target.sessionId));
  const named = [...sessions].join(",");
  return `${processId} ${named.length < 7000 ? named : "*"}`;
}

export const progressWriter: ProgressWriter = globalSingleton("progress-writer", () => new ProgressWriter(writerPool));
