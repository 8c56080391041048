import { type ErrorRecord, errorTable } from "@/server/domain/errors";
import { isJsonObject, type Json } from "@/server/domain/json";
import type { OpenPieces } from "@/server/domain/run/open-pieces";
import { decideRetry } from "@/server/domain/run/retry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { portAfterFailure } from "@/server/services/runs/describe-node";
import { failureOutput, type NodeStepResult } from "@/server/services/runs/node-results";

/** What is read of an attempt that has ended. */
export const endedAttemptColumns = {
  nodeId: true,
  kind: true,
  attempt: true,
  status: true,
  port: true,
  error: true,
  outputJson: true,
} as const;

export interface EndedAttempt {
  kind: string;
  attempt: number;
  status: string;
  port: string | null;
  error: unknown;
  outputJson: unknown;
}

/**
 * The result of an attempt that ended before, from its row: `completed`, `failed` for good, or `retry`. The output itself stays
 * where it is and is read when it is needed.
 * @param open what the run's events leave open; a message streamed for the answer after this node is gone on with
 */
export function restoreResult(
  node: WorkflowNode,
  row: EndedAttempt,
  open: Pick<OpenPieces, "messages">,
): NodeStepResult {
  if (row.status === "completed") {
    const message = open.messages.find((one) => one.nodeId === node.id && one.audience === "everyone");
    const updates = row.kind === "assigner" ? stateUpdatesOf(row.outputJson) : undefined;
    return {
      status: "completed",
      stored: { attempt: row.attempt },
      ...(row.port === null ? {} : { port: row.port }),
      ...(updates ? { stateUpdates: updates } : {}),
      ...(message ? { openMessage: { id: message.messageId, text: message.text } } : {}),
    };
  }
  const error = row.error as ErrorRecord;
  const decision = decideRetry(node.retry, row.attempt, {
    isRetriable: errorTable[error.code].isRetriable,
    retryAfterMs: undefined,
  });
  if (decision.kind === "retry") return { status: "retry", retryInMs: decision.delayMs, error };
  return { status: "failed", error, output: failureOutput(error), port: portAfterFailure(node) };
}

function stateUpdatesOf(output: unknown): Record<string, Json> | undefined {
  if (!isJsonObject(output) || !isJsonObject(output.state_updates)) return undefined;
  return output.state_updates;
}
