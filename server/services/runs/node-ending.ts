import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { decideRetry } from "@/server/domain/run/retry";
import { sanitiseJson } from "@/server/domain/text";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { logger } from "@/server/logger";
import type { NodeExecutionResult } from "@/server/nodes/executor";
import type { Progress, SpanWrite } from "@/server/progress/progress";
import { endedSpan, type NodeAttempt, portAfterFailure } from "@/server/services/runs/describe-node";
import { type NodeTotals, toErrorRecord } from "@/server/services/runs/node-journal";
import { failureOutput, type NodeStepResult, packOutput } from "@/server/services/runs/node-results";

/** An attempt of a node that is being ended. */
export interface EndingNode {
  node: WorkflowNode;
  about: NodeAttempt;
  span: SpanWrite;
  durationMs: number;
  totals: NodeTotals;
}

type EndingRows = Required<Pick<Progress, "nodeRuns" | "spans" | "events" | "artifacts">>;

/** The rows that say that an attempt of a node is completed, and what its step answers. */
export function completedNode(
  { about, span, durationMs, totals }: EndingNode,
  { input: given, openMessage, remark, port, stateUpdates, ...produced }: NodeExecutionResult,
): { rows: EndingRows; result: NodeStepResult } {
  const input: Json | undefined = given === undefined ? undefined : sanitiseJson(given);
  const output = produced.output === undefined ? produced : { ...produced, output: sanitiseJson(produced.output) };
  const { inline, artifact } = packOutput(output, about.nodeId);
  const rows: EndingRows = {
    nodeRuns: [
      {
        ...about,
        ...totals,
        status: "completed",
        port,
        input,
        durationMs,
        outputText: inline.text,
        outputJson: inline.output,
        outputArtifactId: artifact?.id,
      },
    ],
    artifacts: artifact ? [artifact] : [],
    spans: [endedSpan(span, durationMs, { status: "completed", input, output: { ...inline } })],
    events: [
      {
        type: "node.finished",
        ...about,
        status: "completed",
        port,
        durationMs,
        costMicros: totals.costMicros,
        ...(remark ? { summary: remark } : {}),
      },
    ],
  };
  const stored = artifact && { artifactId: artifact.id };
  return { rows, result: { status: "completed", port, ...inline, stored, stateUpdates, openMessage } };
}

/** What comes after a failed attempt by the node's policy: another one, or the end. What was not expected is logged. */
export function decideAfterFailure(
  node: WorkflowNode,
  attempt: number,
  failure: unknown,
): { kind: "retry"; delayMs: number } | { kind: "fail" } {
  if (!(failure instanceof DomainError)) logger.error({ err: failure }, "a node failed unexpectedly");
  const known = failure instanceof DomainError ? failure : { isRetriable: true, retryAfterMs: undefined };
  return decideRetry(node.retry, attempt, known);
}

/** The rows that say that an attempt of a node failed, and what its step answers. */
export function failedNode(
  { node, about, span, durationMs, totals }: EndingNode,
  failure: unknown,
  decision: ReturnType<typeof decideAfterFailure>,
): { rows: Omit<EndingRows, "artifacts">; result: NodeStepResult } {
  const error = toErrorRecord(failure, about.nodeId);
  const port = decision.kind === "fail" ? portAfterFailure(node) : undefined;
  return {
    rows: {
      nodeRuns: [{ ...about, ...totals, status: "failed", error, durationMs, port }],
      spans: [endedSpan(span, durationMs, { status: "failed", error })],
      events: [
        {
          type: "node.finished",
          ...about,
          status: "failed",
          ...(port ? { port } : {}),
          error,
          durationMs,
          costMicros: totals.costMicros,
        },
      ],
    },
    result:
      decision.kind === "retry"
        ? { status: "retry", retryInMs: decision.delayMs, error }
        : { status: "failed", error, port, output: failureOutput(error) },
  };
}
