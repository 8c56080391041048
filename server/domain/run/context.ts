import { setOwn, type Json } from "../json";
import type { NodeOutput, RunContext } from "../nodes/outcome";

export interface ContextParts {
  nodeId: string;
  inputs: Record<string, Json>;
  state: Record<string, Json>;
  /** Outputs of the nodes that ended so far, by node id; the last of an id counts. */
  outputs: Iterable<readonly [nodeId: string, output: NodeOutput]>;
  session?: Record<string, Json>;
  /** What is known of the place besides the node's id: an iteration's `item` and `index`. */
  current?: Record<string, Json>;
}

/**
 * What the templates and expressions of one node can read. The outputs are gone through when `nodes` is first asked for: most
 * nodes read none, and in a long run there are many.
 */
export function buildRunContext({
  nodeId,
  inputs,
  state,
  outputs,
  session = {},
  current = {},
}: ContextParts): RunContext {
  let nodes: Record<string, NodeOutput> | undefined;
  return {
    inputs,
    state,
    session,
    current: { ...current, node_id: nodeId },
    get nodes() {
      nodes ??= readableOutputs(outputs);
      return nodes;
    },
  };
}

/** Absent texts and outputs are left out, so that they count as unknown. */
function readableOutputs(outputs: ContextParts["outputs"]): Record<string, NodeOutput> {
  const nodes: Record<string, NodeOutput> = {};
  for (const [id, { text, output }] of outputs) {
    const node: NodeOutput = {};
    if (text !== undefined) node.text = text;
    if (output !== undefined) node.output = output;
    setOwn(nodes, id, node);
  }
  return nodes;
}
