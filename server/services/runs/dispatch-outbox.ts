import { inngest } from "@/inngest/client";
import { runRequested, runStopRequested } from "@/inngest/events";
import { pool } from "@/server/db";
import { faultPoint } from "@/server/faults";
import { globalSingleton } from "@/server/global-singleton";
import { logger } from "@/server/logger";

/** Something that was accepted and of which the engine is to hear. */
export interface OutboxEntry {
  id: string;
  tenantId: string;
  name: string;
  payload: { runId: string; epoch?: number };
}

const mostAtOnce = 100;

/** They are gone with the transaction in which they were sent, and come back should it not be committed. */
const takeFromOutbox = `with oldest as materialized (
    select id from outbox order by created_at limit ${mostAtOnce} for update skip locked
  ), taken as (
    delete from outbox o using oldest where o.id = oldest.id returning o.id, o.tenant_id, o.name, o.payload, o.created_at
  )
  select id, tenant_id as "tenantId", name, payload from taken order by created_at`;

/**
 * Hands accepted work to the engine and removes it from the outbox. A crash between the two repeats the send, which the
 * event's id makes harmless. Several processes may do this at once: each takes rows that no other holds.
 * @returns how many rows were sent.
 */
export async function dispatchOutbox(): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<OutboxEntry>(takeFromOutbox);
    if (rows.length > 0) await send(rows);
    await client.query("commit");
    return rows.length;
  } catch (error) {
    await client
      .query("rollback")
      .catch((failure: unknown) => logger.debug({ err: failure }, "rollback failed after a broken send"));
    throw error;
  } finally {
    client.release();
  }
}

/** Sends what this process knows to be in the outbox, and removes it there afterwards: nobody waits for that. */
async function dispatchKnown(entries: OutboxEntry[]): Promise<void> {
  await send(entries);
  await pool.query({
    name: "leave-outbox",
    text: "delete from outbox where id = any($1)",
    values: [entries.map(({ id }) => id)],
  });
}

async function send(entries: OutboxEntry[]): Promise<void> {
  await inngest.send(entries.map(toEvent));
  faultPoint("after-dispatch");
}

function toEvent({ tenantId, name, payload: { runId, epoch = 1 } }: OutboxEntry) {
  if (name === runStopRequested.name) return runStopRequested.create({ runId, tenantId }, { id: `stop:${runId}` });
  return runRequested.create({ runId, tenantId, epoch }, { id: `run:${runId}:${epoch}` });
}

const soon = globalSingleton("outbox-dispatch", () => ({
  isUnderWay: false,
  known: [] as OutboxEntry[],
  /** Whether there is something in the outbox that has to be read there. */
  hasMore: false,
}));

/**
 * Sends what was just accepted without making the caller wait; what fails is sent again by the regular sweep. What is accepted
 * while one dispatch is under way goes with the next.
 * @param entry what was accepted, where the caller knows it: then it need not be read, and the engine hears of it at once
 */
export function dispatchSoon(entry?: OutboxEntry): void {
  if (entry) soon.known.push(entry);
  else soon.hasMore = true;
  if (soon.isUnderWay) return;
  soon.isUnderWay = true;
  void dispatchWhileMore();
}

async function dispatchWhileMore(): Promise<void> {
  while (soon.hasMore || soon.known.length > 0) {
    const known = soon.known.splice(0, mostAtOnce);
    const { hasMore } = soon;
    soon.hasMore = false;
    try {
      if (known.length > 0) await dispatchKnown(known);
      // A full hand may have left some behind.
      if (hasMore && (await dispatchOutbox()) === mostAtOnce) soon.hasMore = true;
    } catch (error) {
      logger.warn({ err: error }, "accepted work could not be handed to the engine yet; it is sent again");
    }
  }
  soon.isUnderWay = false;
}
