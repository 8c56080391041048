import { setTimeout as delay } from "node:timers/promises";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { requireConfig } from "@/server/domain/nodes/decide-pure";
import { decideRetry } from "@/server/domain/run/retry";
import { sanitiseJson } from "@/server/domain/text";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import { logger, withLogContext } from "@/server/logger";
import type { NodeExecutionResult, NodeExecutor } from "@/server/nodes/executor";
import { isEffectful, nodeExecutors } from "@/server/nodes/registry";
import { FencedError, type RunTarget } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { closeInterruptedAttempt } from "@/server/services/runs/close-interrupted-attempt";
import {
  describeNode,
  endedSpan,
  nodeSpan,
  portAfterFailure,
  skippedNodeRun,
} from "@/server/services/runs/describe-node";
import type { Execution } from "@/server/services/runs/load-execution";
import { messagesSnapshot } from "@/server/services/runs/messages-snapshot";
import { RunNodeJournal, toErrorRecord } from "@/server/services/runs/node-journal";
import {
  contextFor,
  failureOutput,
  type NodeStepResult,
  type NodeSurroundings,
  packOutput,
} from "@/server/services/runs/node-results";
import { findEndedAttempt } from "@/server/services/runs/recover-run";
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

/** Kinds that say nothing while they run need not wait until their beginning is written. */
const quietKinds = new Set(["tool", "code", "knowledge-retrieval"]);

/**
 * Runs one attempt of an effectful node and makes all of it durable: start, stream, spans, cost, outcome. A failure is a
 * value; only what the engine should try again (the database is away) is thrown.
 */
export async function executeNode(execution: Execution, request: NodeRequest): Promise<NodeStepResult> {
  const { target } = execution;
  const node = execution.nodes.get(request.nodeId);
  if (!node)
    throw new DomainError("internal", `The plan names the node ${request.nodeId}, which the workflow does not have.`);
  return withLogContext({ tenantId: target.tenantId, runId: target.runId, nodeId: node.id }, async () => {
    const hold = holdRun(target);
    try {
      return await new NodeAttemptRun(execution, request, node, hold.signal).execute();
    } catch (error) {
      if (error instanceof FencedError || hold.signal.aborted) return { status: "lost" };
      throw error;
    } finally {
      hold.release();
    }
  });
}

/** One attempt, from its beginning in the log to its outcome. */
class NodeAttemptRun {
  readonly #about;
  readonly #span;
  readonly #journal: RunNodeJournal;
  /** What this execution writes after its beginning; another execution that begins the attempt again fences it off. */
  readonly #target: RunTarget;
  /** Fires when nothing of this try may take effect any more: it can not be written, or the attempt had ended before. */
  readonly #superseded = new AbortController();
  readonly #signal: AbortSignal;
  readonly #startedAt = performance.now();

  private readonly execution: Execution;
  private readonly request: NodeRequest;
  private readonly node: WorkflowNode;

  constructor(execution: Execution, request: NodeRequest, node: WorkflowNode, stopped: AbortSignal) {
    this.execution = execution;
    this.request = request;
    this.node = node;
    this.#signal = AbortSignal.any([stopped, this.#superseded.signal]);
    this.#about = describeNode(node, request.attempt);
    this.#span = nodeSpan(execution.target.runId, this.#about);
    this.#target = { ...execution.target, attempt: { nodeId: node.id, attempt: request.attempt, claim: newId() } };
    this.#journal = new RunNodeJournal({
      writer: progressWriter,
      target: this.#target,
      nodeId: node.id,
      attempt: request.attempt,
      nodeSpanId: this.#span.id,
      onLost: (error) => this.#superseded.abort(error),
    });
  }

  async execute(): Promise<NodeStepResult> {
    if (this.request.delayMs) await delay(this.request.delayMs, undefined, { signal: this.#signal });
    const begun = this.#begin();
    if (!quietKinds.has(this.#about.kind)) await begun;
    const attempting = this.#superseded.signal.aborted ? undefined : this.#attempt();
    // It is awaited below; until then its failure is nobody's.
    attempting?.catch(() => undefined);
    const earlier = await begun;
    if (earlier || !attempting) return earlier ?? { status: "lost" };
    const outcome = await attempting;
    await this.#journal.settled();
    return outcome.ok ? this.#complete(outcome.result) : this.#fail(outcome.error);
  }

  /** @returns the result of this very attempt when it had ended before, and only the engine was not told. */
  async #begin(): Promise<NodeStepResult | undefined> {
    const { target } = this.execution;
    const { attempt } = this.request;
    const started = await progressWriter.write({
      target,
      nodeRuns: [
        ...this.request.skipped.map((id) => skippedNodeRun(this.execution, id)),
        { ...this.#about, status: "running", claim: this.#target.attempt?.claim },
      ],
      spans: [this.#span],
      events: [{ type: "node.started", ...this.#about }],
    });
    if (started.endedNodes.includes(`${this.node.id}:${attempt}`)) {
      this.#superseded.abort(new Error("This attempt had ended before."));
      return findEndedAttempt(this.execution, this.node, attempt);
    }
    if (started.repeatedNodes.includes(`${this.node.id}:${attempt}`))
      await closeInterruptedAttempt(target, this.node.id, attempt);
    return undefined;
  }

  async #attempt(): Promise<{ ok: true; result: NodeExecutionResult } | { ok: false; error: unknown }> {
    const { target, streamedAnswers } = this.execution;
    const { kind } = this.#about;
    try {
      if (!isEffectful(kind)) throw new DomainError("internal", `A node of kind ${kind} is not executed by itself.`);
      const executor: NodeExecutor<never> = nodeExecutors[kind];
      const result = await executor({
        node: this.node,
        config: requireConfig(this.node) as never,
        context: await contextFor(this.execution, this.node.id, this.request),
        runId: target.runId,
        tenantId: target.tenantId,
        attempt: this.request.attempt,
        signal: this.#signal,
        journal: this.#journal,
        callKey: (call) => `${target.runId}:${this.node.id}:0:${call}`,
        streamsAnswer: streamedAnswers.get(this.node.id),
        streamedMessage: this.#streamedMessage(),
      });
      return { ok: true, result };
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason instanceof Error ? this.#signal.reason : error;
      return { ok: false, error };
    }
  }

  /** The message that the node before streamed on this answer's behalf. */
  #streamedMessage(): { id: string; text: string } | undefined {
    for (const [sourceId, answer] of this.execution.streamedAnswers) {
      if (answer.answerNodeId === this.node.id) return this.request.results.get(sourceId)?.openMessage;
    }
    return undefined;
  }

  async #complete({
    input: given,
    openMessage,
    remark,
    port,
    stateUpdates,
    ...produced
  }: NodeExecutionResult): Promise<NodeStepResult> {
    const { totals } = this.#journal;
    const closing = this.#journal.takeClosing();
    const durationMs = performance.now() - this.#startedAt;
    const input: Json | undefined = given === undefined ? undefined : sanitiseJson(given);
    const output = produced.output === undefined ? produced : { ...produced, output: sanitiseJson(produced.output) };
    const { inline, artifact } = packOutput(output, this.node.id);
    faultPoint("before-node-write", this.node.id);
    await progressWriter.write({
      target: this.#target,
      nodeRuns: [
        {
          ...this.#about,
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
      messages: closing?.messages,
      artifacts: artifact ? [artifact] : [],
      spans: [endedSpan(this.#span, durationMs, { status: "completed", input, output: { ...inline } })],
      events: [
        ...(closing?.events ?? []),
        {
          type: "node.finished",
          ...this.#about,
          status: "completed",
          port,
          durationMs,
          costMicros: totals.costMicros,
          ...(remark ? { summary: remark } : {}),
        },
      ],
    });
    faultPoint("after-node-write", this.node.id);
    const stored = artifact && { artifactId: artifact.id };
    return { status: "completed", port, ...inline, stored, stateUpdates, openMessage };
  }

  async #fail(failure: unknown): Promise<NodeStepResult> {
    const { target } = this.execution;
    const { totals } = this.#journal;
    const closing = this.#journal.takeClosing();
    const durationMs = performance.now() - this.#startedAt;
    const error = toErrorRecord(failure, this.node.id);
    if (!(failure instanceof DomainError)) logger.error({ err: failure }, "a node failed unexpectedly");
    const known = failure instanceof DomainError ? failure : { isRetriable: true, retryAfterMs: undefined };
    const decision = decideRetry(this.node.retry, this.request.attempt, known);
    const port = decision.kind === "fail" ? portAfterFailure(this.node) : undefined;
    const left = this.#journal.abandon(failure);
    const unsaid = left.events.flatMap((event) =>
      event.type === "text.ended" && event.audience === "everyone" ? [event.messageId] : [],
    );
    await progressWriter.write({
      target: this.#target,
      nodeRuns: [{ ...this.#about, ...totals, status: "failed", error, durationMs, port }],
      spans: [...left.spans, endedSpan(this.#span, durationMs, { status: "failed", error })],
      messages: closing?.messages,
      events: [
        ...(closing?.events ?? []),
        ...left.events,
        ...(unsaid.length > 0 ? [await messagesSnapshot(target, unsaid)] : []),
        {
          type: "node.finished",
          ...this.#about,
          status: "failed",
          ...(port ? { port } : {}),
          error,
          durationMs,
          costMicros: totals.costMicros,
        },
      ],
      ...(decision.kind === "retry" ? { restsForMs: decision.delayMs } : {}),
    });
    if (decision.kind === "retry") return { status: "retry", retryInMs: decision.delayMs, error };
    return { status: "failed", error, port, output: failureOutput(error) };
  }
}
