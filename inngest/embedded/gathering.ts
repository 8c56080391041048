import { groupName } from "./admission";
import { writePatienceMs, type EngineContext } from "./context";
import type { Queryable } from "./database";
import { isAdmissionNeeded } from "./flow-rules";
import type { FunctionConfig } from "./function-config";
import { createRuns, type NewRun } from "./runs";
import type { EventPayload, Item } from "./types";

/** An event as a debounce or batch item keeps it. */
interface GatheredEvent {
  event: EventPayload;
  eventId: string;
  idempotencyKey: string | null;
}

/**
 * Starts the runs that events ask for: at once, or by gathering the event for a debounced or batched function.
 * Runs that are not started by an event sent, as invocations and schedules, do not come here.
 */
export async function startByEvents(context: EngineContext, tx: Queryable, runs: NewRun[]): Promise<void> {
  await createRuns(
    context,
    tx,
    runs.filter((run) => !isGathered(run)),
  );
  for (const run of runs.filter(isGathered)) {
    if (run.config.flow.debounce) await debounce(context, tx, run, run.config.flow.debounce);
    if (run.config.flow.batch) await addToBatch(context, tx, run, run.config.flow.batch);
  }
}

/** Starts the run of a debounce or batch item that is due, with the events it has gathered. */
export async function startGathered(context: EngineContext, item: Item): Promise<void> {
  const config = context.functions.get(item.fn);
  if (!config) context.logger.warn({ fn: item.fn }, "events were gathered for a function that the app no longer has");
  await context.database.transaction(async (tx) => {
    if ((await tx.query(context.sql.remove, [item.id, item.gen])).length === 0) return;
    if (config) await createRuns(context, tx, gatheredRun(config, item.payload ?? ""));
  }, writePatienceMs);
  context.wake();
}

/** Whether a run starts as soon as its event comes, with no rule to be asked and no other event to be waited for. */
export function mayStartAtOnce(run: NewRun): boolean {
  const { flow } = run.config;
  return !isGathered(run) && !isAdmissionNeeded(flow) && flow.startTimeoutMs === null;
}

function isGathered({ config, event }: NewRun): boolean {
  const { debounce: debounceRule, batch } = config.flow;
  return debounceRule !== null || (batch !== null && (batch.condition?.test({ event }) ?? true));
}

async function debounce(
  context: EngineContext,
  tx: Queryable,
  run: NewRun,
  { periodMs, timeoutMs, key }: NonNullable<FunctionConfig["flow"]["debounce"]>,
): Promise<void> {
  const id = `debounce.${groupName(run.config.id, key, run.event)}`;
  const values = [id, run.config.id, gatheredText(run), periodMs, timeoutMs];
  const [item] = await tx.query<{ delay_ms: number }>(context.sql.debounce, values);
  if (item) context.wake(item.delay_ms);
}

async function addToBatch(
  context: EngineContext,
  tx: Queryable,
  run: NewRun,
  { maxSize, timeoutMs, key }: NonNullable<FunctionConfig["flow"]["batch"]>,
): Promise<void> {
  const id = `batch.${groupName(run.config.id, key, run.event)}`;
  const [batch] = await tx.query<{ gathered: number; payload: string; gen: string; delay_ms: number }>(
    context.sql.addToBatch,
    [id, run.config.id, gatheredText(run), timeoutMs],
  );
  if (!batch) throw new Error("PostgreSQL did not keep the event of a batch");
  if (batch.gathered < maxSize) return context.wake(batch.delay_ms);
  await tx.query(context.sql.remove, [id, batch.gen]);
  await createRuns(context, tx, gatheredRun(run.config, batch.payload));
}

function gatheredText({ event, eventId, idempotencyKey }: NewRun): string {
  return JSON.stringify({ event, eventId, idempotencyKey } satisfies GatheredEvent);
}

/** An event that came twice is in a batch once. A batch has no key by which it could have been started before. */
function gatheredRun(config: FunctionConfig, payload: string): NewRun[] {
  const gathered: GatheredEvent[] = JSON.parse(`[${payload}]`);
  const [first, ...others] = new Map(gathered.map((entry) => [entry.event.id, entry])).values();
  if (!first) return [];
  const { event, eventId } = first;
  const idempotencyKey = config.flow.batch ? null : first.idempotencyKey;
  return [{ config, event, moreEvents: others.map((entry) => entry.event), eventId, idempotencyKey, corr: null }];
}
