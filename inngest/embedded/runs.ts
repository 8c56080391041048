import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import type { FunctionConfig } from "./function-config";
import { pauseCondition, type PauseRow } from "./pauses";
import type { EventPayload } from "./types";
import { ulid } from "./ulid";

export interface NewRun {
  config: FunctionConfig;
  event: EventPayload;
  /** The engine's own id of the event. */
  eventId: string;
  /** Starting the same function again with the same key does nothing; null for no such guard. */
  idempotencyKey: string | null;
  /** The invocation that waits for the run, if any. */
  corr: string | null;
}

/**
 * Creates runs with their first item and the pauses of their `cancelOn` rules.
 * @returns how many were created; those whose key had started a run before are not
 */
export async function createRuns(context: EngineContext, tx: Queryable, runs: NewRun[]): Promise<number> {
  if (runs.length === 0) return 0;
  const rows = runs.map((run) => ({ run, row: runRow(run) }));
  const created = await tx.query<{ id: string }>(context.sql.insertRuns, [JSON.stringify(rows.map(({ row }) => row))]);
  const createdIds = new Set(created.map(({ id }) => id));
  const pauses = rows.filter(({ row }) => createdIds.has(row.id)).flatMap(({ run, row }) => cancelPauses(row.id, run));
  if (pauses.length > 0) await tx.query(context.sql.insertPauses, [JSON.stringify(pauses)]);
  return created.length;
}

function runRow({ config, event, eventId, idempotencyKey, corr }: NewRun) {
  const limits = config.concurrency;
  return {
    id: ulid(),
    fn: config.id,
    idem: idempotencyKey,
    event_id: eventId,
    events: JSON.stringify([event]),
    corr,
    ckeys: limits.length > 0 ? limits.map(({ group, key }) => `${group}:${key?.key({ event }) ?? ""}`) : null,
    climits: limits.length > 0 ? limits.map(({ limit }) => limit) : null,
  };
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
