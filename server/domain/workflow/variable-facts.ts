import { compileAvailability } from "./availability";
import type { VariableFacts } from "./check-reference";
import type { CompiledNode } from "./compiled-node";
import type { Graph } from "./graph";
import type { Workflow } from "./schema";

/** Everything that the templates and expressions of a document can name, worked out once. */
export function collectFacts(workflow: Workflow, graph: Graph, nodes: readonly CompiledNode[]): VariableFacts {
  const isAcyclic = graph.order.length === graph.nodes.length;
  return {
    graph,
    nodes,
    inputs: new Map(workflow.inputs.map((input) => [input.name, input])),
    assigners: collectAssigners(nodes),
    availability: isAcyclic ? compileAvailability(graph, nodes) : undefined,
  };
}

/** The names that assigners set, with the positions of the nodes that set each. */
export function collectAssigners(nodes: readonly CompiledNode[]): Map<string, number[]> {
  const assigners = new Map<string, number[]>();
  for (const [index, { node, kind }] of nodes.entries()) {
    const assignments = kind === "assigner" ? node.config.assignments : undefined;
    if (typeof assignments !== "object" || assignments === null) continue;
    for (const name of Object.keys(assignments)) assigners.set(name, [...(assigners.get(name) ?? []), index]);
  }
  return assigners;
}
