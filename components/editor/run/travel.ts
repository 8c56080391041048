import { errorPort } from "@/server/domain/nodes/definition";
import { isActive, isNodeEnded, type NodeStatus } from "@/server/domain/run/status";
import type { ItemCounts, NodeRunView, RunView } from "./run-view";

/** What a run did with an edge: nothing yet, is on its way along it, went along it, or will never go along it. */
export type Travel = "untouched" | "live" | "taken" | "dead";

/** Follows from the states of the two ends and the way out that the source took. */
export function travelOf(run: RunView, source: string, port: string, target: string): Travel {
  const from = run.nodes[source];
  const to = run.nodes[target];
  if (from?.items) return travelInBody(from.items, from.status, to, port, run);
  if (!from || !isNodeEnded(from.status)) return "untouched";
  if (from.status === "skipped" || from.status === "cancelled") return "dead";
  if (from.port !== undefined && from.port !== port) return "dead";
  if (!to || to.status === "skipped") return run.status !== null && isActive(run.status) && !to ? "untouched" : "dead";
  // A failed node tells no way out: only the branch for its error can have led on.
  if (from.status === "failed" && from.port === undefined && port !== errorPort) return "dead";
  return to.status === "running" || to.status === "pending" ? "live" : "taken";
}

/** Inside a container an edge was gone along when one item took it. */
function travelInBody(
  { ports }: ItemCounts,
  status: NodeStatus,
  to: NodeRunView | undefined,
  port: string,
  run: RunView,
): Travel {
  const isTaken = (ports[port] ?? 0) > 0;
  if (isTaken && to?.status === "running") return "live";
  if (isTaken && to && to.status !== "skipped") return "taken";
  const mayStillBe = (run.status !== null && isActive(run.status)) || !isNodeEnded(status);
  return mayStillBe ? "untouched" : "dead";
}
