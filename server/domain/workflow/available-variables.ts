import type { ValueType } from "../nodes/definition";
import { nameOf } from "./check-nodes";
import { compileNode } from "./compiled-node";
import { containersAround, containmentEdges } from "./containers";
import { ancestorsOf, buildGraph } from "./graph";
import type { Workflow, WorkflowInput } from "./schema";
import { collectAssigners } from "./variable-facts";

/** Something a template or an expression of a node can name. `path` is what to write: `nodes.search.output.body`. */
export interface AvailableVariable {
  path: string;
  type: ValueType;
  description: string;
  /** The node it comes from. */
  nodeId?: string;
}

/**
 * What the node can read: inputs, state that any assigner sets, and the outputs of the nodes before it, nearest first. For
 * an id that is not in the document: inputs and state. Tolerates cycles and invalid configurations.
 */
export function availableVariables(workflow: Workflow, nodeId: string): AvailableVariable[] {
  const graph = buildGraph({ nodes: workflow.nodes, edges: [...workflow.edges, ...containmentEdges(workflow)] });
  const index = graph.indexOf.get(nodeId);
  const nodes = workflow.nodes.map(compileNode);
  const own = index === undefined ? undefined : workflow.nodes[index];
  const around = new Set(own ? containersAround(workflow, own) : []);
  const ancestors =
    index === undefined
      ? []
      : [...ancestorsOf(graph, index)].filter(
          (ancestor) => ancestor !== index && !around.has(graph.nodes[ancestor]?.id ?? ""),
        );
  const outputs = ancestors.flatMap((ancestor) => {
    const compiled = nodes[ancestor];
    if (compiled === undefined) return [];
    const { node } = compiled;
    return (compiled.outputs ?? []).map(({ path, type, description }) => ({
      path: `nodes.${node.id}.${path}`,
      type,
      description: `${nameOf(node)}: ${description}`,
      nodeId: node.id,
    }));
  });
  const state = [...collectAssigners(nodes)].map(([name, setters]): AvailableVariable => {
    const setter = nodes[setters[0] ?? -1]?.node;
    const description = setter === undefined ? "Conversation state" : `Set by ${nameOf(setter)}`;
    return { path: `state.${name}`, type: "any", description, ...(setter ? { nodeId: setter.id } : {}) };
  });
  const ofItem = around.size > 0 ? insideBodies : [];
  return [...workflow.inputs.map(inputVariable), ...ofItem, ...outputs, ...state, ...everywhere];
}

const insideBodies: readonly AvailableVariable[] = [
  { path: "current.item", type: "any", description: "The item that the body runs for" },
  { path: "current.index", type: "number", description: "The item's, or the pass's, number from 0" },
];

const everywhere: readonly AvailableVariable[] = [
  { path: "session.transcript", type: "string", description: "The conversation so far, one line per message" },
  { path: "session.messages", type: "array", description: "The conversation so far: role and content" },
  { path: "session.message_count", type: "number", description: "How many messages the conversation has" },
  { path: "session.title", type: "string", description: "The conversation's title" },
  { path: "session.client.state", type: "object", description: "What an AG-UI client sent as its state" },
  { path: "session.client.context", type: "array", description: "What an AG-UI client told of the situation" },
  { path: "session.id", type: "string", description: "The conversation's id" },
  { path: "current.node_id", type: "string", description: "The id of the node that runs" },
];

function inputVariable(input: WorkflowInput): AvailableVariable {
  return {
    path: `inputs.${input.name}`,
    type: input.type === "text" ? "string" : input.type,
    description: input.description ?? input.title ?? "Input of the run",
  };
}
