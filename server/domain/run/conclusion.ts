import type { ErrorRecord } from "../errors";
import type { Json } from "../json";
import type { NodeOutput } from "../nodes/outcome";
import { resolveKind } from "../nodes/registry";
import { deriveRunStatus } from "./derive-run-status";
import { isFailureHandled, type NodeStates, type RunGraph } from "./plan";

export interface EndedNode extends NodeOutput {
  error?: ErrorRecord;
}

export interface Conclusion {
  status: "completed" | "failed";
  /** What the end node names; without one, the text of the answers. */
  result?: Json;
  error?: ErrorRecord;
}

/** What a run whose nodes have all ended came to. Several end nodes give their results by node id. */
export function concludeRun(graph: RunGraph, states: NodeStates, ended: ReadonlyMap<string, EndedNode>): Conclusion {
  const { nodes } = graph.graph;
  if (deriveRunStatus(graph, states) === "failed") {
    const failed = nodes.find((node) => states.get(node.id)?.status === "failed" && !isFailureHandled(node));
    const error = failed && ended.get(failed.id)?.error;
    return { status: "failed", error: error ?? { code: "internal", message: "A node failed without saying why." } };
  }
  const completed = nodes.filter((node) => states.get(node.id)?.status === "completed");
  const results = completed.flatMap((node) => {
    const output = resolveKind(node.type) === "end" ? ended.get(node.id)?.output : undefined;
    return output === undefined ? [] : [[node.id, output] as const];
  });
  const [first] = results;
  if (results.length > 1) return { status: "completed", result: Object.fromEntries(results) };
  if (first) return { status: "completed", result: first[1] };
  const answers = completed.flatMap((node) =>
    resolveKind(node.type) === "answer" ? [ended.get(node.id)?.text ?? ""] : [],
  );
  return answers.length > 0 ? { status: "completed", result: answers.join("\n\n") } : { status: "completed" };
}

/** Whether a node's output may be part of what its graph comes to, so that it is read back where it is stored apart. */
export function isConcluding({ graph }: RunGraph, nodeId: string): boolean {
  const index = graph.indexOf.get(nodeId) ?? -1;
  const kind = resolveKind(graph.nodes[index]?.type ?? "");
  return kind === "end" || kind === "answer" || (graph.outgoing[index] ?? []).length === 0;
}

/**
 * What a body came to for one item: as a run's, or, without an end and an answer, the output of the nodes that nothing
 * follows: of one its output, else its text; of several by node id.
 */
export function concludeBody(graph: RunGraph, states: NodeStates, ended: ReadonlyMap<string, EndedNode>): Conclusion {
  const conclusion = concludeRun(graph, states, ended);
  if (conclusion.status === "failed" || conclusion.result !== undefined) return conclusion;
  const { nodes, outgoing } = graph.graph;
  const last = nodes.filter(
    (node, index) => (outgoing[index] ?? []).length === 0 && states.get(node.id)?.status === "completed",
  );
  const results = last.map(({ id }): [string, Json] => {
    const { output, text } = ended.get(id) ?? {};
    return [id, output ?? text ?? null];
  });
  const [first] = results;
  if (!first) return conclusion;
  return { ...conclusion, result: results.length === 1 ? first[1] : Object.fromEntries(results) };
}
