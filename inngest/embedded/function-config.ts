import { compileExpression, type Expression } from "./expression";
import { delayFromText, longestDelayMs } from "./duration";
import { readFlowRules, type FlowRules } from "./flow-rules";
import { isRecord, stringField } from "./types";

export interface EventTrigger {
  /** An event name, or a prefix ending in `*`. */
  event: string;
  condition: Expression | null;
}

export interface CancelRule {
  event: string;
  condition: Expression | null;
  /** How long after its start a run can be cancelled by this event. */
  timeoutMs: number;
}

export interface ConcurrencyRule {
  limit: number;
  key: Expression | null;
  /** What shares the limit: this prefix and the key's value together name one group of runs. */
  group: string;
}

/** One function as it was configured, with its expressions compiled. */
export interface FunctionConfig {
  id: string;
  maxAttempts: number;
  triggers: EventTrigger[];
  crons: string[];
  cancelRules: CancelRule[];
  concurrency: ConcurrencyRule[];
  flow: FlowRules;
}

const defaultRetries = 4;
const mostRetries = 20;

/**
 * Reads one function of the SDK's registration.
 * @throws Error naming the function when it asks for something the engine does not understand
 */
export function readFunctionConfig(value: unknown): FunctionConfig {
  const id = stringField(value, "id");
  if (id === undefined || !isRecord(value)) throw new Error("A function was registered without an id");
  try {
    const triggers = listOf(value.triggers);
    if (triggers.some((trigger) => stringField(trigger, "jitter")))
      throw new Error("a schedule may have no jitter here");
    return {
      id,
      maxAttempts: readMaxAttempts(value.steps),
      triggers: triggers.flatMap((trigger) => {
        const event = stringField(trigger, "event");
        return event === undefined ? [] : [{ event, condition: readExpression(trigger, "expression") }];
      }),
      crons: triggers.flatMap((trigger) => stringField(trigger, "cron") ?? []),
      cancelRules: listOf(value.cancel).map(readCancelRule),
      concurrency: readConcurrency(id, value.concurrency),
      flow: readFlowRules(value),
    };
  } catch (cause) {
    throw new Error(`The function ${id} cannot run here: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Whether an event name is meant by a trigger, which may end in a wildcard. */
export function isTriggeredBy(trigger: EventTrigger, eventName: string): boolean {
  return trigger.event.endsWith("*") ? eventName.startsWith(trigger.event.slice(0, -1)) : trigger.event === eventName;
}

function readMaxAttempts(steps: unknown): number {
  const step = isRecord(steps) ? Object.values(steps)[0] : undefined;
  const retries = isRecord(step) && isRecord(step.retries) ? step.retries.attempts : undefined;
  return (typeof retries === "number" ? Math.min(Math.max(retries, 0), mostRetries) : defaultRetries) + 1;
}

function readCancelRule(rule: unknown): CancelRule {
  const event = stringField(rule, "event");
  if (event === undefined) throw new Error("cancelOn needs an event");
  const timeout = stringField(rule, "timeout");
  const timeoutMs = timeout === undefined ? longestDelayMs : delayFromText(timeout);
  if (timeoutMs === null) throw new Error(`cancelOn has the unreadable timeout "${timeout}"`);
  return { event, condition: readExpression(rule, "if"), timeoutMs };
}

function readConcurrency(functionId: string, value: unknown): ConcurrencyRule[] {
  const rules = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return rules.flatMap((rule) => {
    const limit = typeof rule === "number" ? rule : isRecord(rule) ? rule.limit : undefined;
    if (typeof limit !== "number") throw new Error("concurrency needs a limit");
    if (limit <= 0) return [];
    const key = readExpression(rule, "key");
    const scope = stringField(rule, "scope") ?? "fn";
    // Wider than one function, the same key expression is what functions share a limit by.
    return [
      { limit, key, group: scope === "fn" ? `fn:${functionId}:${key?.source ?? ""}` : `${scope}:${key?.source ?? ""}` },
    ];
  });
}

function readExpression(value: unknown, field: string): Expression | null {
  const source = stringField(value, field);
  return source === undefined || source === "" ? null : compileExpression(source);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
