import { setTimeout as delay } from "node:timers/promises";
import { DomainError } from "@/server/domain/errors";
import { requireConfig } from "@/server/domain/nodes/decide-pure";
import { effectScopeOf } from "@/server/domain/run/address";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { withLogContext } from "@/server/logger";
import type { NodeExecution } from "@/server/nodes/executor";
import { FencedError } from "@/server/progress/progress";
import { Attempt } from "@/server/services/runs/attempt";
import { describeNode, nodeSpan } from "@/server/services/runs/describe-node";
import { findChosenCall } from "@/server/services/runs/find-chosen-call";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import type { EndingNode } from "@/server/services/runs/node-ending";
import { contextFor, type NodeSurroundings } from "@/server/services/runs/node-results";
import { holdRun } from "@/server/services/runs/run-holds";

export interface NodeRequest extends NodeSurroundings {
  nodeId: string;
  /** Counts from 1. */
  attempt: number;
  /** Nodes found to be skipped since the last step; recorded with this one. */
  skipped: readonly string[];
  /** Milliseconds to wait before starting, for a retry after less than a second. */
  delayMs?: number;
}

/** An attempt of a node that this process has in hand. */
export interface NodeInHand extends Pick<EndingNode, "node" | "about" | "span"> {
  /** Of the node in the run. */
  address: string;
  attempt: Attempt;
  /** What is to be known of it to end it, as it stands now. */
  ending: () => EndingNode;
}

/** Attempts a node while the run is held for it, after the wait that was asked for. */
export function attemptNode<Result>(
  execution: Execution,
  frame: Frame,
  request: NodeRequest,
  work: (inHand: NodeInHand) => Promise<Result>,
): Promise<Result | { status: "lost" }> {
  const { target } = execution;
  const node = nodeOf(frame, request.nodeId);
  const address = addressIn(frame, node.id);
  return withLogContext({ tenantId: target.tenantId, runId: target.runId, nodeId: address }, () =>
    whileHeld(execution, async (stopped) => {
      if (request.delayMs) await delay(request.delayMs, undefined, { signal: stopped });
      const about = describeNode(frame, node, request.attempt);
      const span = nodeSpan(target.runId, frame, about);
      const { audience } = frame;
      const attempt = new Attempt({
        target,
        address,
        attempt: request.attempt,
        parentSpanId: span.id,
        audience,
        stopped,
      });
      const ending = () => ({ node, about, span, totals: attempt.journal.totals, durationMs: attempt.durationMs });
      return work({ node, address, about, span, attempt, ending });
    }),
  );
}

/** Says that this process executes something for the run while it does. A run that is stopped or lost answers `lost`. */
export async function whileHeld<Result>(
  execution: Execution,
  work: (stopped: AbortSignal) => Promise<Result>,
): Promise<Result | { status: "lost" }> {
  const hold = holdRun(execution.target);
  try {
    return await work(hold.signal);
  } catch (error) {
    if (error instanceof FencedError || hold.signal.aborted) return { status: "lost" };
    throw error;
  } finally {
    hold.release();
  }
}

export function nodeOf(frame: Frame, nodeId: string): WorkflowNode {
  const node = frame.nodes.get(nodeId);
  if (node) return node;
  throw new DomainError("internal", `The plan names the node ${nodeId}, which the workflow does not have.`);
}

/** What every executor of a node or a stage is given. */
export async function nodeExecution<Config>(
  execution: Execution,
  frame: Frame,
  node: WorkflowNode,
  surroundings: NodeSurroundings,
  attempt: Attempt,
): Promise<NodeExecution<Config>> {
  const { target } = execution;
  const address = addressIn(frame, node.id);
  const decision = execution.decisions.get(attempt.address);
  const scope = effectScopeOf(address);
  const callKey = (call: string) =>
    `${decision?.kind === "uncertain_call" ? decision.runId : target.runId}:${scope}:${call}`;
  return {
    node,
    config: requireConfig(node) as Config,
    context: await contextFor(execution, frame, node.id, surroundings),
    runId: target.runId,
    tenantId: target.tenantId,
    signal: attempt.signal,
    journal: attempt.journal,
    callKey,
    chosenFor: (call) => findChosenCall(execution, callKey(call)),
    streamsAnswer: frame.streamedAnswers.get(node.id),
    streamedMessage: streamedMessage(frame, node.id, surroundings),
    decision,
  };
}

/** The message that the node before streamed on this answer's behalf. */
function streamedMessage(frame: Frame, nodeId: string, { results }: NodeSurroundings) {
  for (const [sourceId, answer] of frame.streamedAnswers) {
    if (answer.answerNodeId === nodeId) return results.get(sourceId)?.openMessage;
  }
  return undefined;
}
