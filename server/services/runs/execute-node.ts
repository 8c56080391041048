import { setTimeout as delay } from "node:timers/promises";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { nodeDefinitions, parseConfig, resolveKind } from "@/server/domain/nodes/registry";
import { defaultPort, errorPort } from "@/server/domain/nodes/definition";
import { decideRetry } from "@/server/domain/run/retry";
import { sanitiseJson } from "@/server/domain/text";
import type { NodeKind, WorkflowNode } from "@/server/domain/workflow/schema";
import { logger, withLogContext } from "@/server/logger";
import type { NodeExecutionResult, NodeExecutor } from "@/server/nodes/executor";
import { nodeExecutors } from "@/server/nodes/registry";
import { FencedError, type NodeRunWrite, type SpanWrite } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { closeInterruptedAttempt } from "@/server/services/runs/close-interrupted-attempt";
import type { Execution } from "@/server/services/runs/load-execution";
import { messagesSnapshot } from "@/server/services/runs/messages-snapshot";
import { RunNodeJournal, toErrorRecord } from "@/server/services/runs/node-journal";
import { contextFor, type NodeStepResult, packOutput } from "@/server/services/runs/node-results";
import { takeAbortSignal } from "@/server/services/runs/run-aborts";

export interface NodeRequest {
  nodeId: string;
  /** Counts from 1. */
  attempt: number;
  results: ReadonlyMap<string, NodeStepResult>;
  state: Record<string, Json>;
  /** Nodes found to be skipped since the last step; recorded with this one. */
  skipped: readonly string[];
  /** Milliseconds to wait before starting, for a retry after less than a second. */
  delayMs?: number;
}

/** What a failed node left behind for nodes that read it, when the run goes on. */
function failureOutput(error: { code: string; message: string }): Json {
  return { error: { code: error.code, message: error.message } };
}

/**
 * Runs one attempt of one node and makes all of it durable: start, stream, spans, cost, outcome. A failure is a value; only
 * what the engine should try again (the database is away) is thrown.
 */
export async function executeNode(execution: Execution, request: NodeRequest): Promise<NodeStepResult> {
  const { target } = execution;
  const { nodeId, attempt } = request;
  const node = execution.nodes.get(nodeId);
  if (!node) throw new DomainError("internal", `The plan names the node ${nodeId}, which the workflow does not have.`);
  return withLogContext({ tenantId: target.tenantId, runId: target.runId, nodeId }, () => runAttempt(execution, request, node, attempt));
}

async function runAttempt(execution: Execution, request: NodeRequest, node: WorkflowNode, attempt: number): Promise<NodeStepResult> {
  const { target } = execution;
  const kind = resolveKind(node.type) ?? "start";
  const title = node.title ?? nodeDefinitions[kind].label;
  const abort = takeAbortSignal(target.runId);
  const lost = new AbortController();
  const signal = AbortSignal.any([abort.signal, lost.signal]);
  const span = nodeSpan(execution, node, kind, title, attempt);
  const journal = new RunNodeJournal({
    writer: progressWriter,
    target,
    nodeId: node.id,
    attempt,
    nodeSpanId: span.id,
    onLost: (error) => lost.abort(error),
  });
  const startedAt = performance.now();
  const about = { nodeId: node.id, kind, title, attempt };

  try {
    if (request.delayMs) await delay(request.delayMs, undefined, { signal });
    const started = await progressWriter.write({
      target,
      nodeRuns: [...request.skipped.map((id) => skippedNodeRun(execution, id)), { ...about, status: "running" }],
      spans: [span],
      events: [{ type: "node.started", ...about }],
    });
    if (started.repeatedNodes.includes(`${node.id}:${attempt}`)) await closeInterruptedAttempt(target, node.id, attempt);

    const ended = await attemptNode(execution, request, node, kind, journal, signal);
    await journal.settled();
    const durationMs = performance.now() - startedAt;
    const totals = { ...journal.totals };

    if (ended.ok) {
      const { input, openMessage, remark, port, stateUpdates, ...output } = ended.result;
      const packed = packOutput(output, node.id);
      await progressWriter.write({
        target,
        nodeRuns: [
          {
            ...about,
            ...totals,
            status: "completed",
            port,
            input,
            durationMs,
            outputText: packed.artifact ? undefined : output.text,
            outputJson: packed.artifact ? undefined : output.output,
            outputArtifactId: packed.artifact?.id,
          },
        ],
        artifacts: packed.artifact ? [packed.artifact] : [],
        spans: [endedSpan(span, durationMs, { status: "completed", input, output: packed.artifact ? undefined : { ...output } })],
        events: [{ type: "node.finished", ...about, status: "completed", port, durationMs, costMicros: totals.costMicros, ...(remark ? { summary: remark } : {}) }],
      });
      return { status: "completed", port, ...packed.inline, artifactId: packed.artifact?.id, stateUpdates, openMessage };
    }

    const error = toErrorRecord(ended.error, node.id);
    if (!(ended.error instanceof DomainError)) logger.error({ err: ended.error }, "a node failed unexpectedly");
    const decision = decideRetry(node.retry, attempt, ended.error instanceof DomainError ? ended.error : { isRetriable: true, retryAfterMs: undefined });
    const left = journal.abandon(ended.error);
    const port = node.on_error === "continue" ? defaultPort : node.on_error === "branch" ? errorPort : undefined;
    const unsaid = left.events.flatMap((event) => (event.type === "text.ended" && event.audience === "everyone" ? [event.messageId] : []));
    await progressWriter.write({
      target,
      nodeRuns: [{ ...about, ...totals, status: "failed", error, durationMs, input: ended.input, port: decision.kind === "fail" ? port : undefined }],
      spans: [...left.spans, endedSpan(span, durationMs, { status: "failed", error, input: ended.input })],
      events: [
        ...left.events,
        ...(unsaid.length > 0 ? [await messagesSnapshot(target, unsaid)] : []),
        { type: "node.finished", ...about, status: "failed", error, durationMs, costMicros: totals.costMicros },
      ],
    });
    if (decision.kind === "retry") return { status: "retry", retryInMs: decision.delayMs, error };
    return { status: "failed", error, port, output: failureOutput(error) };
  } catch (error) {
    if (error instanceof FencedError || abort.signal.aborted) return { status: "lost" };
    throw error;
  } finally {
    abort.release();
  }
}

type Attempted = { ok: true; result: NodeExecutionResult } | { ok: false; error: unknown; input?: Json };

async function attemptNode(
  execution: Execution,
  request: NodeRequest,
  node: WorkflowNode,
  kind: NodeKind,
  journal: RunNodeJournal,
  signal: AbortSignal,
): Promise<Attempted> {
  try {
    const parsed = parseConfig(node);
    if (!parsed.ok) {
      throw new DomainError("node_config_invalid", parsed.issues.map((issue) => issue.message).join(" "), { details: { issues: parsed.issues } });
    }
    const executor: NodeExecutor<never> = nodeExecutors[kind];
    const { target } = execution;
    const result = await executor({
      node,
      config: parsed.value as never,
      context: await contextFor(execution, node.id, request.results, request.state),
      runId: target.runId,
      tenantId: target.tenantId,
      attempt: request.attempt,
      signal,
      journal,
      callKey: (call) => `${target.runId}:${node.id}:0:${call}`,
      streamsAnswer: execution.streamedAnswers.get(node.id),
      streamedMessage: streamedMessageFor(execution, node.id, request.results),
    });
    return { ok: true, result: sanitisedResult(result) };
  } catch (error) {
    if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : error;
    return { ok: false, error };
  }
}

function sanitisedResult(result: NodeExecutionResult): NodeExecutionResult {
  return {
    ...result,
    ...(result.output === undefined ? {} : { output: sanitiseJson(result.output) }),
    ...(result.input === undefined ? {} : { input: sanitiseJson(result.input) }),
  };
}

function streamedMessageFor(execution: Execution, answerNodeId: string, results: ReadonlyMap<string, NodeStepResult>) {
  for (const [sourceId, answer] of execution.streamedAnswers) {
    if (answer.answerNodeId === answerNodeId) return results.get(sourceId)?.openMessage;
  }
  return undefined;
}

function nodeSpan(execution: Execution, node: WorkflowNode, kind: NodeKind, title: string, attempt: number): SpanWrite {
  const { runId } = execution.target;
  return {
    id: `${runId}:${node.id}:${attempt}`,
    parentId: runId,
    nodeId: node.id,
    attempt,
    kind: "node",
    name: title,
    status: "running",
    attributes: { kind, attempt },
    startedAtMs: Date.now(),
  };
}

function endedSpan(span: SpanWrite, durationMs: number, ending: Partial<SpanWrite> & Pick<SpanWrite, "status">): SpanWrite {
  return { ...span, ...ending, endedAtMs: span.startedAtMs + durationMs };
}

/** The row of a node that no live edge reached. */
export function skippedNodeRun(execution: Execution, nodeId: string): NodeRunWrite {
  const node = execution.nodes.get(nodeId);
  const kind = resolveKind(node?.type ?? "") ?? "start";
  return { nodeId, kind, title: node?.title ?? nodeDefinitions[kind].label, attempt: 1, status: "skipped" };
}

