import type { Issue } from "../result";
import { checkDocument } from "./check-document";
import { checkEdges, checkFlow } from "./check-edges";
import { checkInputs, checkNodes } from "./check-nodes";
import { checkVariables } from "./check-variables";
import { compileNode } from "./compiled-node";
import { checkContainers, containmentEdges } from "./containers";
import { buildGraph } from "./graph";
import type { Workflow } from "./schema";
import { collectFacts } from "./variable-facts";

export interface WorkflowValidation {
  /** The document with defaults filled in; absent only when it is not a workflow document at all. */
  workflow?: Workflow;
  issues: Issue[];
}

/**
 * Everything that is wrong with a document, in one list; never throws. A draft may be saved with any issues as long as
 * `workflow` is there; publishing needs `isPublishable`. Paths are JSON paths in the document.
 */
export function validateWorkflow(document: unknown): WorkflowValidation {
  const checked = checkDocument(document);
  if (!checked.ok) return { issues: checked.issues };
  const workflow = checked.value;
  const nodes = workflow.nodes.map(compileNode);
  const graph = buildGraph(workflow);
  const whole = buildGraph({ nodes: workflow.nodes, edges: [...workflow.edges, ...containmentEdges(workflow)] });
  const byId = new Map(nodes.toReversed().map((compiled) => [compiled.node.id, compiled]));
  const issues = [
    ...checkInputs(workflow),
    ...checkNodes(nodes),
    ...checkEdges(workflow, byId),
    ...checkContainers(workflow, byId),
    ...checkFlow(graph, whole, nodes),
    ...checkVariables(nodes, collectFacts(workflow, whole, nodes)),
  ];
  return { workflow, issues };
}

/** Whether nothing of severity error was found. */
export function isPublishable(issues: readonly Issue[]): boolean {
  return issues.every((issue) => issue.severity !== "error");
}
