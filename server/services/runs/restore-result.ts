import { type ErrorRecord, errorTable } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { decideRetry } from "@/server/domain/run/retry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { portAfterFailure } from "@/server/services/runs/describe-node";
import { failureOutput, type NodeStepResult } from "@/server/services/runs/node-results";

/** An attempt that has ended, as its row and the run's events tell it. */
export type EndedAttempt =
  | {
      status: "completed";
      attempt: number;
      port?: string;
      stateUpdates?: Record<string, Json>;
      /** A message streamed for the answer after this node, which goes on with it. */
      openMessage?: { id: string; text: string };
    }
  | { status: "failed"; attempt: number; error: ErrorRecord };

/**
 * The result of an attempt that ended before: `completed`, `failed` for good, or `retry`. The output itself stays where it is
 * and is read when it is needed.
 */
export function restoreResult(node: WorkflowNode, ended: EndedAttempt): NodeStepResult {
  if (ended.status === "completed") {
    const { attempt, ...rest } = ended;
    return { ...rest, stored: { attempt } };
  }
  const { attempt, error } = ended;
  const decision = retryAfter(node, attempt, error);
  if (decision.kind === "retry") return { status: "retry", retryInMs: decision.delayMs, error };
  return { status: "failed", error, output: failureOutput(error), port: portAfterFailure(node) };
}

/** What the node's policy says after an attempt that failed before. */
export function retryAfter(node: WorkflowNode, attempt: number, error: ErrorRecord) {
  return decideRetry(node.retry, attempt, {
    isRetriable: errorTable[error.code].isRetriable,
    retryAfterMs: undefined,
  });
}
