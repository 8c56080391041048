import { createHash } from "node:crypto";
import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import type { Expression } from "./expression";
import type { FlowRules, TurnRule } from "./flow-rules";
import { cancelRun } from "./run-end";
import type { NewRun } from "./runs";
import type { EventPayload } from "./types";

/** The turn of a throttled start. The time is the database's, as text, so that turns stay evenly spaced. */
interface Turn {
  delayMs: number;
  startAt: string;
}

/** How an admitted run starts, or why it does not. */
export type Admission =
  | { isAdmitted: true; turn: Turn | null; singleton: string | null }
  /** `reason` is null when the run's event has started the function before. */
  | { isAdmitted: false; reason: string | null };

/** The value of a key that an expression without a result has: such a run is in nobody's way. */
const noKey = "false";

/**
 * Decides in the caller's transaction whether a run may start now, later or not at all, and takes its turns. Its
 * singleton's earlier run is cancelled here, when that is the mode.
 */
export async function admit(context: EngineContext, tx: Queryable, run: NewRun): Promise<Admission> {
  const { sql } = context;
  const { config, event, idempotencyKey } = run;
  // An event sent again must not use up a turn, let alone cancel the very run it has started.
  if (idempotencyKey !== null && (await tx.query(sql.findByKey, [config.id, idempotencyKey])).length > 0)
    return { isAdmitted: false, reason: null };
  for (const [index, rule] of config.flow.rateLimits.entries()) {
    if (rule.key?.key({ event }) === noKey) continue;
    const turn = await takeTurn(context, tx, `rate.${index}`, run, rule, false);
    if (turn === null) return { isAdmitted: false, reason: "its rate limit is used up" };
  }
  const singleton = singletonKey(config.id, config.flow, event);
  if (singleton !== null && !(await claimSingleton(context, tx, config.flow, singleton)))
    return { isAdmitted: false, reason: "another run of this singleton is under way" };
  const { throttle } = config.flow;
  const turn = throttle === null ? null : await takeTurn(context, tx, "throttle", run, throttle, true);
  // A turn that is now leaves the start to the run's priority.
  return { isAdmitted: true, turn: turn !== null && turn.delayMs > 0 ? turn : null, singleton };
}

/** The name of a function's group of events or runs with one value of a key, short however long the value is. */
export function groupName(functionId: string, key: Expression | null, event: EventPayload): string {
  const value = key?.key({ event }) ?? "";
  return `${functionId}.${createHash("sha256").update(value).digest("hex").slice(0, 32)}`;
}

function singletonKey(functionId: string, { singleton }: FlowRules, event: EventPayload): string | null {
  if (singleton === null || singleton.key?.key({ event }) === noKey) return null;
  return groupName(functionId, singleton.key, event);
}

async function claimSingleton(
  context: EngineContext,
  tx: Queryable,
  { singleton: rule }: FlowRules,
  singleton: string,
): Promise<boolean> {
  await tx.query(context.sql.lockSingleton, [singleton]);
  const [open] = await tx.query<{ id: string }>(context.sql.findSingleton, [singleton]);
  if (!open) return true;
  if (!rule?.isReplacing) return false;
  await cancelRun(context, tx, open.id, "The function was cancelled: a newer run of its singleton has started");
  return true;
}

async function takeTurn(
  context: EngineContext,
  tx: Queryable,
  kind: string,
  { config, event }: NewRun,
  { limit, periodMs, key, burst }: TurnRule,
  waits: boolean,
): Promise<Turn | null> {
  const name = `${kind}.${groupName(config.id, key, event)}`;
  const [turn] = await tx.query<{ delay_ms: number | null; start_at: string | null }>(context.sql.takeTurn, [
    name,
    periodMs / limit,
    burst,
    waits,
  ]);
  return turn && turn.delay_ms !== null && turn.start_at !== null
    ? { delayMs: turn.delay_ms, startAt: turn.start_at }
    : null;
}
