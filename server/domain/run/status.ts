export const runStatuses = ["queued", "running", "waiting", "completed", "failed", "cancelled"] as const;
export type RunStatus = (typeof runStatuses)[number];

export const nodeStatuses = ["pending", "running", "waiting", "completed", "failed", "skipped", "cancelled"] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

/** A terminal run never changes again; `waiting` is terminal because a resume is a new run. */
export function isTerminal(status: RunStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled" || status === "waiting";
}

export function isActive(status: RunStatus): boolean {
  return !isTerminal(status);
}

/** A waiting node has not ended: the run that resumes this one goes on with it. */
export function isNodeEnded(status: NodeStatus): boolean {
  return status !== "pending" && status !== "running" && status !== "waiting";
}
