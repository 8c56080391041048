import { setTimeout as delay } from "node:timers/promises";
import { DomainError } from "@/server/domain/errors";
import { requireConfig } from "@/server/domain/nodes/decide-pure";
import { effectScopeOf } from "@/server/domain/run/address";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { faultPoint } from "@/server/faults";
import { withLogContext } from "@/server/logger";
import type { NodeExecution, NodeExecutionResult, NodeExecutor } from "@/server/nodes/executor";
import { isWaiting, type Waits } from "@/server/nodes/interrupts";
import { isEffectful, nodeExecutors } from "@/server/nodes/registry";
import { FencedError } from "@/server/progress/progress";
import { markExecuted } from "@/server/services/interrupts/mark-executed";
import { Attempt } from "@/server/services/runs/attempt";
import { describeNode, type NodeAttempt, nodeSpan, skippedNodeRun } from "@/server/services/runs/describe-node";
import { findChosenCall } from "@/server/services/runs/find-chosen-call";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { abandonedPieces } from "@/server/services/runs/messages-snapshot";
import { completedNode, decideAfterFailure, type EndingNode, failedNode } from "@/server/services/runs/node-ending";
import { contextFor, type NodeStepResult, type NodeSurroundings } from "@/server/services/runs/node-results";
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
export async function executeNode(execution: Execution, frame: Frame, request: NodeRequest): Promise<NodeStepResult> {
  const { target } = execution;
  const node = nodeOf(frame, request.nodeId);
  const address = addressIn(frame, node.id);
  return withLogContext({ tenantId: target.tenantId, runId: target.runId, nodeId: address }, () =>
    whileHeld(execution, async (stopped) => {
      if (request.delayMs) await delay(request.delayMs, undefined, { signal: stopped });
      const about = describeNode(frame, node, request.attempt);
      const span = nodeSpan(target.runId, frame, about);
      const attempt = new Attempt({
        target,
        address,
        attempt: request.attempt,
        parentSpanId: span.id,
        audience: frame.audience,
        stopped,
      });
      const beginning = {
        nodeRuns: [
          ...request.skipped.map((id) => skippedNodeRun(frame, id)),
          { ...about, status: "running" as const, claim: attempt.claim },
        ],
        spans: [span],
        events: [{ type: "node.started" as const, ...about }],
      };
      const ending = () => ({
        node,
        about,
        span,
        totals: attempt.journal.totals,
        durationMs: attempt.durationMs,
      });
      if (mayRunAhead(execution, about)) {
        const { durable } = await attempt.beginAhead(beginning);
        const outcome = await attempt.work(() => execute(execution, frame, node, request, attempt));
        if (outcome.ok && !isWaiting(outcome.result) && attempt.journal.saysOnlySpans)
          return complete(attempt, ending(), outcome.result);
        await durable;
        return await conclude(execution, attempt, ending(), outcome);
      }
      const begun = attempt.begin(beginning);
      if (!quietKinds.has(about.kind)) await begun;
      const working = attempt.isSuperseded
        ? undefined
        : attempt.work(() => execute(execution, frame, node, request, attempt));
      // It is awaited below; until then its failure is nobody's.
      working?.catch(() => undefined);
      const { hadEnded } = await begun;
      if (hadEnded) return (await findEndedAttempt(execution, node, about)) ?? { status: "lost" };
      if (!working) return { status: "lost" };
      return conclude(execution, attempt, ending(), await working);
    }),
  );
}

/** Whether the beginning of a node need not be waited for, should it turn out to change nothing outside. */
function mayRunAhead({ target: { trail }, isContinued }: Execution, { kind, attempt }: NodeAttempt): boolean {
  return quietKinds.has(kind) && attempt === 1 && !isContinued && trail?.mayRunAhead === true;
}

/** Ends an attempt whose work is done, after everything that was said before is durable. */
async function conclude(
  execution: Execution,
  attempt: Attempt,
  ending: EndingNode,
  outcome: { ok: true; result: NodeExecutionResult | Waits } | { ok: false; error: unknown },
): Promise<NodeStepResult> {
  const { address } = attempt;
  await attempt.journal.settled();
  if (!outcome.ok) return fail(attempt, ending, outcome.error);
  if (isWaiting(outcome.result))
    return { status: "waiting", interrupts: [{ ...outcome.result.waitsFor, nodeId: address }] };
  const decided = execution.decisions.get(address);
  if (decided) {
    const { text, output = null } = outcome.result;
    await markExecuted(execution.target.tenantId, decided.id, text ?? JSON.stringify(output));
  }
  return complete(attempt, ending, outcome.result);
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

async function execute(
  execution: Execution,
  frame: Frame,
  node: WorkflowNode,
  request: NodeRequest,
  attempt: Attempt,
): Promise<NodeExecutionResult | Waits> {
  const { kind } = describeNode(frame, node, request.attempt);
  if (!isEffectful(kind)) throw new DomainError("internal", `A node of kind ${kind} is not executed by itself.`);
  const executor: NodeExecutor<never> = nodeExecutors[kind];
  return executor(await nodeExecution<never>(execution, frame, node, request, attempt));
}

/** The message that the node before streamed on this answer's behalf. */
function streamedMessage(frame: Frame, nodeId: string, { results }: NodeSurroundings) {
  for (const [sourceId, answer] of frame.streamedAnswers) {
    if (answer.answerNodeId === nodeId) return results.get(sourceId)?.openMessage;
  }
  return undefined;
}

async function complete(attempt: Attempt, ending: EndingNode, produced: NodeExecutionResult): Promise<NodeStepResult> {
  const closing = attempt.journal.takeClosing();
  const { rows, result } = completedNode(ending, produced);
  faultPoint("before-node-write", ending.node.id);
  const { durable } = await attempt.endSoon({
    ...rows,
    messages: closing?.messages,
    events: [...(closing?.events ?? []), ...rows.events],
  });
  void durable.then(
    () => faultPoint("after-node-write", ending.node.id),
    () => undefined,
  );
  return result;
}

async function fail(attempt: Attempt, ending: EndingNode, failure: unknown): Promise<NodeStepResult> {
  const closing = attempt.journal.takeClosing();
  const decision = decideAfterFailure(ending.node, ending.about.attempt, failure);
  const { rows, result } = failedNode(ending, failure, decision);
  const left = await abandonedPieces(attempt, failure);
  await attempt.end({
    ...rows,
    messages: closing?.messages,
    spans: [...left.spans, ...rows.spans],
    events: [...(closing?.events ?? []), ...left.events, ...rows.events],
    ...(decision.kind === "retry" ? { restsForMs: decision.delayMs } : {}),
  });
  return result;
}
