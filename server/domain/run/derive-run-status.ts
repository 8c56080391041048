import { isFailureHandled, type NodeStates, type RunGraph } from "./plan";
import { isNodeEnded, type RunStatus } from "./status";

/**
 * A run's status from its nodes': failed when any node failed without its failure being handled, else cancelled when any
 * was cancelled, completed when all ended, and running otherwise.
 */
export function deriveRunStatus({ graph }: RunGraph, states: NodeStates): RunStatus {
  let isComplete = true;
  let isCancelled = false;
  for (const node of graph.nodes) {
    const status = states.get(node.id)?.status ?? "pending";
    if (status === "failed" && !isFailureHandled(node)) return "failed";
    isCancelled ||= status === "cancelled";
    isComplete &&= isNodeEnded(status);
  }
  if (isCancelled) return "cancelled";
  return isComplete ? "completed" : "running";
}
