import { setOwn, type Json } from "../json";
import type { NodeOutput, RunContext } from "../nodes/outcome";

export interface ContextParts {
  nodeId: string;
  inputs: Record<string, Json>;
  state: Record<string, Json>;
  /** Outputs of the nodes that ended so far, by node id. */
  outputs: Iterable<readonly [nodeId: string, output: NodeOutput]>;
  session?: Record<string, Json>;
  /** What is known of the place besides the node's id: an iteration's `item` and `index`. */
  current?: Record<string, Json>;
}

/** What the templates and expressions of one node can read. Absent texts and outputs are left out, so that they count as unknown. */
export function buildRunContext({
  nodeId,
  inputs,
  state,
  outputs,
  session = {},
  current = {},
}: ContextParts): RunContext {
  const nodes: Record<string, NodeOutput> = {};
  for (const [id, { text, output }] of outputs) {
    setOwn(nodes, id, { ...(text === undefined ? {} : { text }), ...(output === undefined ? {} : { output }) });
  }
  return { inputs, state, nodes, session, current: { ...current, node_id: nodeId } };
}
