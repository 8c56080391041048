import type { Issue } from "../result";
import type { VariableReference } from "../template/references";
import { analyse } from "./analyse";
import { parseExpression } from "./parse-expression";

/** What is wrong with an expression whatever the data; empty when nothing is. The path of an issue is the offset. */
export function checkExpression(source: string): Issue[] {
  const parsed = parseExpression(source);
  return parsed.ok ? analyse(parsed.value).issues : parsed.issues;
}

/** The variables that an expression reads; none when it cannot be read. */
export function expressionVariables(source: string): VariableReference[] {
  const parsed = parseExpression(source);
  return parsed.ok ? analyse(parsed.value).references : [];
}

/** The paths that an expression reads; none when it cannot be read. */
export function expressionReferences(source: string): string[][] {
  return expressionVariables(source).map((variable) => variable.path);
}
