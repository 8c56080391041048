import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
import { type Issue, type Result, ok, refuse } from "../result";
import { prepareSource } from "./prepare-source";

/** The library only parses; its evaluator, its functions and its backtracking regular expressions are never used. */
const environment = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 64 } });

export interface ParsedExpression {
  ast: ASTNode;
  /** The segment that a field access names, which may differ from what the parser saw. */
  fieldName(access: ASTNode & { op: "." }): string;
}

/** Reads CEL with the path spelling of templates. Refused sources give one issue `expression_invalid` with its offset. */
export function parseExpression(source: string): Result<ParsedExpression> {
  if (source.trim() === "") return refuse([expressionIssue("The expression is empty", 0)]);
  const outcome = prepareSource(source);
  if ("problem" in outcome) return refuse([expressionIssue(outcome.problem.message, outcome.problem.position)]);
  const { text, names } = outcome.prepared;
  try {
    const { ast } = environment.parse(text);
    return ok({ ast, fieldName: (access) => names.get(access.pos) ?? access.args[1] });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return refuse([expressionIssue(error.summary, error.range?.start ?? 0)]);
  }
}

export function expressionIssue(message: string, position: number, code = "expression_invalid"): Issue {
  return {
    code,
    severity: "error",
    message: `${message} (at character ${position + 1}).`,
    path: [position],
  };
}
