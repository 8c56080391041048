import { durationFromText } from "./duration";
import { compileExpression, type Expression } from "./expression";
import { isRecord, stringField } from "./types";

/** So many starts in a period, for each value of the key. */
export interface TurnRule {
  limit: number;
  periodMs: number;
  key: Expression | null;
  /** How many may start at once after a pause. */
  burst: number;
}

/** How a function's runs may start. Absent rules are null or empty. */
export interface FlowRules {
  /** A start beyond one of these does not happen; idempotency is one start a day. */
  rateLimits: TurnRule[];
  /** A start beyond this happens later. */
  throttle: TurnRule | null;
  debounce: { periodMs: number; timeoutMs: number | null; key: Expression | null } | null;
  batch: { maxSize: number; timeoutMs: number; key: Expression | null; condition: Expression | null } | null;
  singleton: { isReplacing: boolean; key: Expression | null } | null;
  priority: Expression | null;
  startTimeoutMs: number | null;
  finishTimeoutMs: number | null;
}

const dayMs = 86_400_000;

/**
 * Reads the flow control of one function of the SDK's registration.
 * @throws Error naming the option that is not understood
 */
export function readFlowRules(config: Record<string, unknown>): FlowRules {
  const rules: FlowRules = {
    rateLimits: [
      ...option(config.rateLimit, (value) => readTurnRule("rateLimit", value)),
      ...readIdempotency(config.idempotency),
    ],
    throttle:
      option(config.throttle, (value) => ({
        ...readTurnRule("throttle", value),
        burst: positive("throttle", value, "burst", 1),
      }))[0] ?? null,
    debounce: option(config.debounce, readDebounce)[0] ?? null,
    batch: option(config.batchEvents, readBatch)[0] ?? null,
    singleton: option(config.singleton, readSingleton)[0] ?? null,
    priority: expression(config.priority, "run"),
    startTimeoutMs: optionalDuration("timeouts", config.timeouts, "start"),
    finishTimeoutMs: optionalDuration("timeouts", config.timeouts, "finish"),
  };
  if (rules.batch && rules.debounce) throw new Error("batchEvents and debounce cannot be combined");
  return rules;
}

/** Whether a start has to be decided on its own, after those before it. */
export function isAdmissionNeeded(rules: FlowRules): boolean {
  return rules.rateLimits.length > 0 || rules.throttle !== null || rules.singleton !== null;
}

function readTurnRule(name: string, value: Record<string, unknown>): TurnRule {
  const limit = positive(name, value, "limit");
  return { limit, periodMs: duration(name, value, "period"), key: expression(value, "key"), burst: limit };
}

function readIdempotency(value: unknown): TurnRule[] {
  if (typeof value !== "string" || value === "") return [];
  return [{ limit: 1, periodMs: dayMs, key: compileExpression(value), burst: 1 }];
}

function readDebounce(value: Record<string, unknown>) {
  const periodMs = duration("debounce", value, "period");
  return { periodMs, timeoutMs: optionalDuration("debounce", value, "timeout"), key: expression(value, "key") };
}

function readBatch(value: Record<string, unknown>) {
  return {
    maxSize: positive("batchEvents", value, "maxSize"),
    timeoutMs: duration("batchEvents", value, "timeout"),
    key: expression(value, "key"),
    condition: expression(value, "if"),
  };
}

function readSingleton(value: Record<string, unknown>) {
  if (value.mode !== "skip" && value.mode !== "cancel") throw new Error('singleton needs the mode "skip" or "cancel"');
  return { isReplacing: value.mode === "cancel", key: expression(value, "key") };
}

function option<T>(value: unknown, read: (value: Record<string, unknown>) => T): T[] {
  return isRecord(value) ? [read(value)] : [];
}

function expression(value: unknown, field: string): Expression | null {
  const source = stringField(value, field);
  return source === undefined || source === "" ? null : compileExpression(source);
}

function positive(name: string, value: Record<string, unknown>, field: string, otherwise?: number): number {
  const number = value[field] ?? otherwise;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 1)
    throw new Error(`${name} needs a ${field} of at least 1`);
  return number;
}

function duration(name: string, value: Record<string, unknown>, field: string): number {
  const delayMs = optionalDuration(name, value, field);
  if (delayMs === null) throw new Error(`${name} needs a ${field}`);
  return delayMs;
}

function optionalDuration(name: string, value: unknown, field: string): number | null {
  const text = stringField(value, field);
  if (text === undefined) return null;
  const delayMs = durationFromText(text);
  if (delayMs === null || delayMs === 0) throw new Error(`${name} has the unreadable ${field} "${text}"`);
  return delayMs;
}
