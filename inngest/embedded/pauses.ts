import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import { compileExpression, indexableValue, valueAt, type Expression } from "./expression";
import { dataMemo } from "./memo";
import { cancelRun } from "./run-end";
import type { EventPayload } from "./types";

export interface PauseRow {
  id: string;
  kind: "event" | "invoke" | "signal" | "cancel";
  run_id: string;
  step_id?: string;
  event?: string;
  expr?: string | null;
  match_path?: string | null;
  match_value?: string | null;
  corr?: string;
  signal?: string;
  expires_ms: number;
}

type Candidate = {
  id: string;
  kind: PauseRow["kind"];
  run_id: string;
  step_id: string | null;
  expr: string | null;
  match_path: string | null;
  events: string | null;
};

/** Ids of what belongs to a waiting step. */
export const pauseId = (runId: string, stepId: string) => `${runId}.${stepId}`;
export const timeoutId = (runId: string, stepId: string) => `${runId}.${stepId}.timeout`;

/**
 * How a pause stores its condition. `event.a == async.b` becomes a path and a value, so that one event finds its pauses
 * among thousands by an index; anything else is kept as text and evaluated for every event of the name.
 */
export function pauseCondition(
  condition: Expression | null,
  runEvent: EventPayload,
): Pick<PauseRow, "expr" | "match_path" | "match_value"> {
  const value = condition?.equality ? indexableValue(valueAt(runEvent, condition.equality.eventPath)) : null;
  if (condition?.equality && value !== null) {
    return { expr: condition.source, match_path: JSON.stringify(condition.equality.asyncPath), match_value: value };
  }
  return { expr: condition?.source ?? null };
}

/** Wakes the steps that wait for these events and cancels the runs these events cancel, all in the caller's transaction. */
export async function resolvePauses(context: EngineContext, tx: Queryable, events: EventPayload[]): Promise<void> {
  const names = [...new Set(events.map(({ name }) => name))];
  const indexed = await tx.query<{ event: string; match_path: string | null }>(context.sql.pausePaths, [names]);
  if (indexed.length === 0) return;
  const matches = new Map<string, { pause: Candidate; event: EventPayload }>();
  for (const event of events) {
    const paths = indexed.filter((row) => row.event === event.name);
    if (paths.length === 0) continue;
    for (const pause of await findMatching(
      context,
      tx,
      event,
      paths.flatMap(({ match_path }) => match_path ?? []),
    )) {
      if (!matches.has(pause.id)) matches.set(pause.id, { pause, event });
    }
  }
  const found = [...matches.values()];
  if (found.length === 0) return;
  const open = await tx.query<{ id: string }>(context.sql.lockRuns, [
    [...new Set(found.map(({ pause }) => pause.run_id))],
  ]);
  const openIds = new Set(open.map(({ id }) => id));
  const live = found.filter(({ pause }) => openIds.has(pause.run_id));
  for (const { pause } of live.filter((match) => match.pause.kind === "cancel"))
    await cancelRun(context, tx, pause.run_id);
  const waits = live.filter((match) => match.pause.kind === "event").map(({ pause }) => pause.id);
  if (waits.length === 0) return;
  for (const taken of await tx.query<{ id: string; run_id: string; step_id: string }>(context.sql.takePauses, [
    waits,
  ])) {
    await settleStep(context, tx, taken.run_id, taken.step_id, dataMemo(matches.get(taken.id)?.event));
  }
}

/**
 * Completes a step from outside a call, under the lock of its run: stores the memo if the step is still pending, removes
 * its pause and timeout, and has the run called again when that is what it waited for.
 */
export async function settleStep(
  context: EngineContext,
  tx: Queryable,
  runId: string,
  stepId: string,
  memo: string,
): Promise<void> {
  const { sql } = context;
  const [settled] = await tx.query<{ race: boolean }>(sql.settleStep, [runId, stepId, memo]);
  await tx.query(sql.dropPause, [pauseId(runId, stepId)]);
  await tx.query(sql.dropTimeout, [timeoutId(runId, stepId)]);
  if (settled) await tx.query(sql.requestDiscovery, [runId, settled.race]);
}

/**
 * Hands a result to the one pause that waits under a correlation id or a signal's name.
 * @returns the id of the run that waited, or null when nobody does
 */
export async function resolveOne(
  context: EngineContext,
  tx: Queryable,
  by: { corr: string } | { signal: string },
  memo: string,
): Promise<string | null> {
  const { sql } = context;
  const [waiting] = await tx.query<{ id: string; run_id: string; step_id: string }>(
    "corr" in by ? sql.findByCorrelation : sql.findBySignal,
    ["corr" in by ? by.corr : by.signal],
  );
  if (!waiting) return null;
  const open = await tx.query(sql.lockRuns, [[waiting.run_id]]);
  const taken = await tx.query(sql.takePauses, [[waiting.id]]);
  if (open.length === 0 || taken.length === 0) return null;
  await settleStep(context, tx, waiting.run_id, waiting.step_id, memo);
  return waiting.run_id;
}

async function findMatching(
  context: EngineContext,
  tx: Queryable,
  event: EventPayload,
  paths: string[],
): Promise<Candidate[]> {
  const values = paths.map((path) => indexableValue(valueAt(event, JSON.parse(path))));
  const candidates = await tx.query<Candidate>(context.sql.candidatePauses, [event.name, paths, values]);
  return candidates.filter((pause) => {
    if (pause.match_path !== null || pause.expr === null) return true;
    const runEvent: unknown = JSON.parse(pause.events ?? "[]")[0];
    return compileExpression(pause.expr).test({ event: runEvent, async: event });
  });
}
