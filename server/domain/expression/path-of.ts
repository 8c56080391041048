import type { ASTNode } from "@marcbachmann/cel-js";
import type { ParsedExpression } from "./parse-expression";

/** The path that a chain of accesses spells with names and constant indexes, or undefined when it is computed. */
export function pathOf(node: ASTNode, expression: ParsedExpression): string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== "." && node.op !== "[]") return undefined;
  const base = pathOf(node.args[0], expression);
  if (base === undefined) return undefined;
  if (node.op === ".") return [...base, expression.fieldName(node)];
  const key = node.args[1];
  if (key.op !== "value" || (typeof key.args !== "string" && typeof key.args !== "bigint")) return undefined;
  return [...base, String(key.args)];
}
