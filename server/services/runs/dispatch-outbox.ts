import { inngest } from "@/inngest/client";
import { runRequested, runStopRequested } from "@/inngest/events";
import { pool } from "@/server/db";
import { faultPoint } from "@/server/faults";
import { globalSingleton } from "@/server/global-singleton";
import { logger } from "@/server/logger";

interface OutboxRow {
  id: string;
  tenant_id: string;
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
  select id, tenant_id, name, payload from taken order by created_at`;

/**
 * Hands accepted work to the engine and removes it from the outbox. A crash between the two repeats the send, which the
 * event's id makes harmless. Several processes may do this at once: each takes rows that no other holds.
 * @returns how many rows were sent.
 */
export async function dispatchOutbox(): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<OutboxRow>(takeFromOutbox);
    if (rows.length > 0) {
      await inngest.send(rows.map(toEvent));
      faultPoint("after-dispatch");
    }
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

function toEvent(row: OutboxRow) {
  const { runId, epoch = 1 } = row.payload;
  if (row.name === runStopRequested.name) {
    return runStopRequested.create({ runId, tenantId: row.tenant_id }, { id: `stop:${runId}` });
  }
  return runRequested.create({ runId, tenantId: row.tenant_id, epoch }, { id: `run:${runId}:${epoch}` });
}

const soon = globalSingleton("outbox-dispatch", () => ({ isUnderWay: false, hasMore: false }));

/**
 * Sends what was just accepted without making the caller wait; what fails is sent again by the regular sweep. What is accepted
 * while one dispatch is under way goes with the next.
 */
export function dispatchSoon(): void {
  soon.hasMore = true;
  if (soon.isUnderWay) return;
  soon.isUnderWay = true;
  void dispatchWhileMore();
}

async function dispatchWhileMore(): Promise<void> {
  while (soon.hasMore) {
    soon.hasMore = false;
    try {
      // A full hand may have left some behind.
      if ((await dispatchOutbox()) === mostAtOnce) soon.hasMore = true;
    } catch (error) {
      logger.warn({ err: error }, "accepted work could not be handed to the engine yet; it is sent again");
    }
  }
  soon.isUnderWay = false;
}
