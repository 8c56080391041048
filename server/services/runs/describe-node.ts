import { defaultPort, errorPort } from "@/server/domain/nodes/definition";
import { definitionOf, resolveKind } from "@/server/domain/nodes/registry";
import type { NodeKind, WorkflowNode } from "@/server/domain/workflow/schema";
import type { NodeRunWrite, SpanWrite } from "@/server/progress/progress";
import { addressIn, type Frame } from "@/server/services/runs/frame";

/** What every record of a node's attempt says about it. `nodeId` is the node's address in the run. */
export interface NodeAttempt {
  nodeId: string;
  kind: NodeKind;
  title: string;
  attempt: number;
}

export function describeNode(frame: Frame, node: WorkflowNode, attempt: number): NodeAttempt {
  const kind = resolveKind(node.type) ?? "start";
  return { nodeId: addressIn(frame, node.id), kind, title: node.title ?? definitionOf(kind).label, attempt };
}

/** The span of an attempt; its id is the same when a killed process's attempt is begun again. */
export function nodeSpan(runId: string, frame: Frame, { nodeId, attempt, kind, title }: NodeAttempt): SpanWrite {
  return {
    id: nodeSpanId(runId, nodeId, attempt),
    parentId: frame.parentSpanId,
    nodeId,
    attempt,
    kind: "node",
    name: title,
    status: "running",
    attributes: { kind, attempt },
    startedAtMs: Date.now(),
  };
}

export function nodeSpanId(runId: string, address: string, attempt: number): string {
  return `${runId}:${address}:${attempt}`;
}

export function endedSpan(
  span: SpanWrite,
  durationMs: number,
  ending: Partial<SpanWrite> & Pick<SpanWrite, "status">,
): SpanWrite {
  return { ...span, ...ending, endedAtMs: span.startedAtMs + durationMs };
}

/** The row of a node that no live edge reached. */
export function skippedNodeRun(frame: Frame, nodeId: string): NodeRunWrite {
  const node = frame.nodes.get(nodeId);
  return node
    ? { ...describeNode(frame, node, 1), status: "skipped" }
    : { nodeId: addressIn(frame, nodeId), kind: "start", title: nodeId, attempt: 1, status: "skipped" };
}

/** The way on after a failure that the node's policy handles; none when it ends the run. */
export function portAfterFailure(node: Pick<WorkflowNode, "on_error">): string | undefined {
  if (node.on_error === "continue") return defaultPort;
  return node.on_error === "branch" ? errorPort : undefined;
}
