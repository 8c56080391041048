import { evaluateCondition } from "../expression/evaluate-expression";
import { elsePort, type IfElseConfig } from "./if-else";
import type { NodeOutcome, RunContext } from "./outcome";

/**
 * The way taken. Throws as `evaluateCondition`. It stands apart from the kind's definition because the editor, which needs the
 * definition at once, evaluates nothing.
 */
export function decideIfElse(config: IfElseConfig, context: RunContext): NodeOutcome {
  const route = config.cases?.length
    ? (config.cases.find((one) => evaluateCondition(one.expression, context))?.id ?? elsePort)
    : String(evaluateCondition(config.expression ?? "", context));
  const isMet = route !== elsePort && route !== "false";
  return { port: route, output: { condition_result: isMet, route } };
}
