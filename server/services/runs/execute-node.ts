import { DomainError } from "@/server/domain/errors";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { faultPoint } from "@/server/faults";
import type { NodeExecutionResult, NodeExecutor } from "@/server/nodes/executor";
import { isWaiting, type Waits } from "@/server/nodes/interrupts";
import { isEffectful, nodeExecutors } from "@/server/nodes/registry";
import { markExecuted } from "@/server/services/interrupts/mark-executed";
import type { Attempt } from "@/server/services/runs/attempt";
import { attemptNode, nodeExecution, type NodeInHand, type NodeRequest } from "@/server/services/runs/attempt-node";
import { describeNode, type NodeAttempt, skippedNodeRun } from "@/server/services/runs/describe-node";
import type { Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { abandonedPieces } from "@/server/services/runs/messages-snapshot";
import { completedNode, decideAfterFailure, type EndingNode, failedNode } from "@/server/services/runs/node-ending";
import type { NodeStepResult } from "@/server/services/runs/node-results";
import { findEndedAttempt } from "@/server/services/runs/recover-run";

/** Kinds that say nothing while they run need not wait until their beginning is written. */
const quietKinds = new Set(["tool", "code", "knowledge-retrieval"]);

/**
 * Runs one attempt of an effectful node and makes all of it durable: start, stream, spans, cost, outcome. A failure is a
 * value; only what the engine should try again (the database is away) is thrown.
 */
export async function executeNode(execution: Execution, frame: Frame, request: NodeRequest): Promise<NodeStepResult> {
  return attemptNode(execution, frame, request, async (inHand): Promise<NodeStepResult> => {
    const { node, about, span, attempt, ending } = inHand;
    const beginning = {
      nodeRuns: [
        ...request.skipped.map((id) => skippedNodeRun(frame, id)),
        { ...about, status: "running" as const, claim: attempt.claim },
      ],
      spans: [span],
      events: [{ type: "node.started" as const, ...about }],
    };
    const work = () => attempt.work(() => execute(execution, frame, node, request, attempt));
    if (mayRunAhead(execution, about)) {
      const { durable } = await attempt.beginAhead(beginning);
      const outcome = await work();
      if (outcome.ok && !isWaiting(outcome.result) && attempt.journal.saysOnlySpans)
        return complete(attempt, ending(), outcome.result);
      await durable;
      return conclude(execution, inHand, outcome);
    }
    const begun = attempt.begin(beginning);
    if (!quietKinds.has(about.kind)) await begun;
    const working = attempt.isSuperseded ? undefined : work();
    // It is awaited below; until then its failure is nobody's.
    working?.catch(() => undefined);
    const { hadEnded } = await begun;
    if (hadEnded) return (await findEndedAttempt(execution, node, about)) ?? { status: "lost" };
    if (!working) return { status: "lost" };
    return conclude(execution, inHand, await working);
  });
}

/** Whether the beginning of a node need not be waited for, should it turn out to change nothing outside. */
function mayRunAhead({ target: { trail }, isContinued }: Execution, { kind, attempt }: NodeAttempt): boolean {
  return quietKinds.has(kind) && attempt === 1 && !isContinued && trail?.mayRunAhead === true;
}

/** Ends an attempt whose work is done, after everything that was said before is durable. */
async function conclude(
  execution: Execution,
  { address, attempt, ending }: NodeInHand,
  outcome: { ok: true; result: NodeExecutionResult | Waits } | { ok: false; error: unknown },
): Promise<NodeStepResult> {
  await attempt.journal.settled();
  if (!outcome.ok) return fail(attempt, ending(), outcome.error);
  if (isWaiting(outcome.result))
    return { status: "waiting", interrupts: [{ ...outcome.result.waitsFor, nodeId: address }] };
  const decided = execution.decisions.get(address);
  if (decided) {
    const { text, output = null } = outcome.result;
    await markExecuted(execution.target.tenantId, decided.id, text ?? JSON.stringify(output));
  }
  return complete(attempt, ending(), outcome.result);
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
