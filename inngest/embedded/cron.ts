import { Cron } from "croner";
import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import { createRuns } from "./runs";
import type { EventPayload, Item } from "./types";
import { ulid } from "./ulid";

/** Sets up the schedules of the app's functions and drops those it no longer has. Any number of processes may do so. */
export async function scheduleCrons(context: EngineContext, appId: string): Promise<void> {
  const schedules = context.functions
    .all()
    .flatMap((config) => config.crons.map((cron) => ({ id: `cron.${config.id}.${cron}`, fn: config.id, cron })));
  await context.database.transaction(async (tx) => {
    await tx.query(context.sql.dropCrons, [`${appId}-`, schedules.map(({ id }) => id)]);
    const now = await databaseTime(context, tx);
    for (const { id, fn, cron } of schedules) {
      await tx.query(context.sql.addCron, [id, fn, cron, nextTime(cron, now)]);
    }
  });
}

/**
 * Starts the run of a schedule that is due and sets its next time, in one transaction. Times missed while no process ran
 * are made up for by one run.
 */
export async function runCron(context: EngineContext, item: Item): Promise<void> {
  const cron = item.payload ?? "";
  const config = context.functions.get(item.fn);
  await context.database.transaction(async (tx) => {
    const now = await databaseTime(context, tx);
    const rescheduled = await tx.query(context.sql.rescheduleCron, [item.id, item.gen, nextTime(cron, now)]);
    if (rescheduled.length === 0 || !config) return;
    const id = ulid();
    const event: EventPayload = { id, name: "inngest/scheduled.timer", data: { cron }, ts: now.getTime(), user: {} };
    await tx.query(context.sql.insertEvents, [
      JSON.stringify([{ id, name: event.name, payload: JSON.stringify(event) }]),
    ]);
    await createRuns(context, tx, [{ config, event, eventId: id, moreEvents: [], idempotencyKey: null, corr: null }]);
  });
  context.wake();
}

/**
 * The next time of a schedule after a moment. `TZ=Europe/Paris 0 9 * * *` is in that zone, otherwise UTC.
 * @throws Error when the pattern does not parse or never comes
 */
export function nextTime(cron: string, after: Date): Date {
  const [, timezone = "UTC", pattern = cron] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(cron) ?? [];
  const next = new Cron(pattern, { timezone, paused: true }).nextRun(after);
  if (!next) throw new Error(`The schedule "${cron}" never comes`);
  return next;
}

async function databaseTime(context: EngineContext, tx: Queryable): Promise<Date> {
  const [row] = await tx.query<{ now: Date }>(context.sql.databaseTime);
  if (!row) throw new Error("PostgreSQL did not tell the time");
  return row.now;
}
