import { admit, type Admission } from "./admission";
import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import { isAdmissionNeeded } from "./flow-rules";
import type { FunctionConfig } from "./function-config";
import { pauseCondition, type PauseRow } from "./pauses";
import { startTimeout } from "./run-timeouts";
import type { EventPayload } from "./types";
import { ulid } from "./ulid";

export interface NewRun {
  config: FunctionConfig;
  event: EventPayload;
  /** The other events of a batch. */
  moreEvents: EventPayload[];
  /** The engine's own id of the event. */
  eventId: string;
  /** Starting the same function again with the same key does nothing; null for no such guard. */
  idempotencyKey: string | null;
  /** The invocation that waits for the run, if any. */
  corr: string | null;
}

/** A run that flow control did not let start. */
interface Refusal {
  run: NewRun;
  reason: string;
}

/** Priority moves a start by at most so many seconds. */
const mostPrioritySeconds = 600;
const immediately: Extract<Admission, { isAdmitted: true }> = { isAdmitted: true, turn: null, singleton: null };

/**
 * Creates runs with their first item, the pauses of their `cancelOn` rules and their start timeouts. Those whose key had
 * started a run before are not created again.
 * @returns the runs that flow control refused
 */
export async function createRuns(context: EngineContext, tx: Queryable, runs: NewRun[]): Promise<Refusal[]> {
  const isRuled = ({ config }: NewRun) => isAdmissionNeeded(config.flow);
  await insert(context, tx, runs.filter((run) => !isRuled(run)).map(unruledRow));
  const refusals: Refusal[] = [];
  for (const run of runs.filter(isRuled)) {
    const admission = await admit(context, tx, run);
    if (admission.isAdmitted) await insert(context, tx, [runRow(run, admission)]);
    else if (admission.reason !== null) refusals.push({ run, reason: admission.reason });
  }
  return refusals;
}

async function insert(context: EngineContext, tx: Queryable, rows: RunRow[]): Promise<void> {
  if (rows.length === 0) return;
  const created = await tx.query<{ id: string }>(context.sql.insertRuns, [JSON.stringify(rows)]);
  const createdIds = new Set(created.map(({ id }) => id));
  const fresh = rows.filter(({ id }) => createdIds.has(id));
  const timeouts = fresh.flatMap(({ id, fn }) => startTimeout(id, context.functions.get(fn)) ?? []);
  if (timeouts.length > 0) await tx.query(context.sql.enqueue, [JSON.stringify(timeouts)]);
  wakeForLater(context, [...fresh, ...timeouts]);
}

/** Has somebody look when what starts later is due. */
export function wakeForLater(context: EngineContext, rows: readonly { delay_ms: number }[]): void {
  for (const { delay_ms: delayMs } of rows) if (delayMs > 0) context.wake(delayMs);
}

type RunRow = ReturnType<typeof runRow>;

/** The row of a run which no rule keeps from starting. */
export function unruledRow(run: NewRun): RunRow {
  return runRow(run, immediately);
}

function runRow(run: NewRun, { turn, singleton }: Extract<Admission, { isAdmitted: true }>) {
  const { config, event, moreEvents, eventId, idempotencyKey, corr } = run;
  const limits = config.concurrency;
  const id = ulid();
  return {
    id,
    fn: config.id,
    idem: idempotencyKey,
    event_id: eventId,
    events: JSON.stringify([event, ...moreEvents]),
    corr,
    singleton,
    ckeys: limits.length > 0 ? limits.map(({ group, key }) => `${group}:${key?.key({ event }) ?? ""}`) : null,
    climits: limits.length > 0 ? limits.map(({ limit }) => limit) : null,
    // A run that has to wait for its turn keeps it; otherwise a positive priority puts it before what is due already.
    start_at: turn?.startAt ?? null,
    delay_ms: turn?.delayMs ?? -1000 * prioritySeconds(run),
    pauses: cancelPauses(id, run),
  };
}

function prioritySeconds({ config, event }: NewRun): number {
  const seconds = Number(config.flow.priority?.key({ event }));
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, -mostPrioritySeconds), mostPrioritySeconds);
}

function cancelPauses(runId: string, { config, event }: NewRun): PauseRow[] {
  return config.cancelRules.map((rule, index) => ({
    id: `${runId}.cancel.${index}`,
    kind: "cancel",
    run_id: runId,
    event: rule.event,
    ...pauseCondition(rule.condition, event),
    expires_ms: rule.timeoutMs,
  }));
}
