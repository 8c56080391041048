import { checkExpression, expressionVariables } from "../expression/check-expression";
import type { SourceField } from "../nodes/definition";
import type { Issue } from "../result";
import { parseTemplate } from "../template/parse-template";
import { templateVariables, type VariableReference } from "../template/references";
import type { CompiledNode } from "./compiled-node";
import { checkReference, type VariableFacts } from "./check-reference";

/** Templates and expressions of every node: that they can be read, and that what they name exists where they stand. */
export function checkVariables(nodes: readonly CompiledNode[], facts: VariableFacts): Issue[] {
  return nodes.flatMap(({ node, definition, config }, index) => {
    if (definition === undefined || config === undefined) return [];
    return definition.sources(config).flatMap((field) => {
      const place = { path: ["nodes", index, "config", ...field.path], nodeId: node.id };
      const { problems, variables } = readSource(field);
      const unknown = variables.flatMap((variable) => checkReference(variable, index, facts) ?? []);
      return [...problems, ...dedupe(unknown)].map((issue) => ({ ...issue, ...place }));
    });
  });
}

function readSource(field: SourceField): { problems: Issue[]; variables: VariableReference[] } {
  if (field.language === "expression") {
    return { problems: checkExpression(field.source), variables: expressionVariables(field.source) };
  }
  const parsed = parseTemplate(field.source);
  return { problems: parsed.ok ? [] : parsed.issues, variables: templateVariables(field.source) };
}

function dedupe(issues: Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [issue.message, issue])).values()];
}
