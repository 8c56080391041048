import { setTimeout as delay } from "node:timers/promises";
import { stageAddress } from "@/server/domain/run/address";
import { sanitiseJson } from "@/server/domain/text";
import type { Json } from "@/server/domain/json";
import { faultPoint } from "@/server/faults";
import { withLogContext } from "@/server/logger";
import type { NodeExecution, NodeExecutionResult } from "@/server/nodes/executor";
import { isWaiting, type Waits } from "@/server/nodes/interrupts";
import { markExecuted } from "@/server/services/interrupts/mark-executed";
import { Attempt } from "@/server/services/runs/attempt";
import { describeNode, nodeSpan, nodeSpanId } from "@/server/services/runs/describe-node";
import { nodeExecution, nodeOf, whileHeld } from "@/server/services/runs/attempt-node";
import { addressIn, type Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { abandonedPieces } from "@/server/services/runs/messages-snapshot";
import { completedNode, decideAfterFailure, failedNode } from "@/server/services/runs/node-ending";
import type { NodeTotals } from "@/server/services/runs/node-journal";
import { type NodeStepResult, type NodeSurroundings, packOutput } from "@/server/services/runs/node-results";
import { findEndedStage } from "@/server/services/runs/recover-run";

export interface StageRequest extends NodeSurroundings {
  nodeId: string;
  /** `0`, `2` or `2.1`, see server/domain/run/address.ts. */
  stage: string;
  /** What is said of it in lists: "Round 2". */
  title: string;
  attempt: number;
  /** The attempt of the node that the stage belongs to. */
  nodeAttempt: number;
  delayMs?: number;
  /** The stage only ends the node; when it fails, trying again would change nothing. */
  isFinal?: boolean;
  /** When the node began, in epoch milliseconds, and what its earlier stages used: the node's own end adds them up. */
  nodeStartedAtMs: number;
  before: NodeTotals;
}

/**
 * What a stage came to, as its step answers. `value` is kept with it, and absent where it is too large to travel: then it is
 * read from the attempt that made it. `node` is set when the node has ended with it.
 */
export type StageResult<Value> =
  | { status: "completed"; value?: Value; attempt: number; totals: NodeTotals; node?: NodeStepResult }
  | { status: "retry"; retryInMs: number; node?: NodeStepResult }
  | { status: "failed" | "waiting"; node: NodeStepResult }
  | { status: "lost" };

/** What the work of a stage answers; `ends` when it was the node's last. */
export type StageWork<Value> = { value: Value; ends?: NodeExecutionResult } | Waits;

/**
 * Runs one attempt of one stage of a node: a durable piece of its work with a result of its own, which is never done again.
 * The node is open meanwhile and ends with the stage that ends it, in the same write.
 */
export async function executeStage<Config, Value extends object>(
  execution: Execution,
  frame: Frame,
  request: StageRequest,
  work: (execution: NodeExecution<Config>) => Promise<StageWork<Value>>,
): Promise<StageResult<Value>> {
  const { target } = execution;
  const node = nodeOf(frame, request.nodeId);
  const address = stageAddress(addressIn(frame, node.id), request.stage);
  return withLogContext({ tenantId: target.tenantId, runId: target.runId, nodeId: address }, () =>
    whileHeld(execution, async (stopped): Promise<StageResult<Value>> => {
      if (request.delayMs) await delay(request.delayMs, undefined, { signal: stopped });
      const about = describeNode(frame, node, request.nodeAttempt);
      const stage = { ...about, nodeId: address, title: request.title, attempt: request.attempt };
      const attempt = new Attempt({
        target,
        address,
        attempt: request.attempt,
        parentSpanId: nodeSpanId(target.runId, about.nodeId, about.attempt),
        audience: frame.audience,
        stopped,
      });
      const { hadEnded } = await attempt.begin({ nodeRuns: [{ ...stage, status: "running", claim: attempt.claim }] });
      if (hadEnded) return (await findEndedStage<Value>(execution, node, about, stage)) ?? { status: "lost" };
      const outcome = await attempt.work(async () =>
        work(await nodeExecution<Config>(execution, frame, node, request, attempt)),
      );
      await attempt.journal.settled();
      const { totals } = attempt.journal;
      const ending = {
        node,
        about,
        span: { ...nodeSpan(target.runId, frame, about), startedAtMs: request.nodeStartedAtMs },
        durationMs: Math.max(0, Date.now() - request.nodeStartedAtMs),
        totals: addTotals(request.before, totals),
      };
      const closing = attempt.journal.takeClosing();
      if (!outcome.ok) {
        const decision = request.isFinal
          ? ({ kind: "fail" } as const)
          : decideAfterFailure(node, request.attempt, outcome.error);
        const failed = failedNode(ending, outcome.error, decision);
        const left = await abandonedPieces(attempt, outcome.error);
        const isLast = decision.kind === "fail";
        const { error, port } = failed.result;
        await attempt.end({
          nodeRuns: [
            { ...stage, ...totals, status: "failed", error, port, durationMs: attempt.durationMs },
            ...(isLast ? failed.rows.nodeRuns : []),
          ],
          messages: closing?.messages,
          spans: [...left.spans, ...(isLast ? failed.rows.spans : [])],
          events: [...(closing?.events ?? []), ...left.events, ...(isLast ? failed.rows.events : [])],
          ...(decision.kind === "retry" ? { restsForMs: decision.delayMs } : {}),
        });
        if (decision.kind === "retry") return { status: "retry", retryInMs: decision.delayMs };
        return { status: "failed", node: failed.result };
      }
      const { result } = outcome;
      if (isWaiting(result)) {
        return {
          status: "waiting",
          node: { status: "waiting", interrupts: [{ ...result.waitsFor, nodeId: address }] },
        };
      }
      const output = sanitiseJson(result.value as Json);
      const { inline, artifact } = packOutput({ output }, address);
      const ended = result.ends && completedNode(ending, result.ends);
      const decided = execution.decisions.get(address);
      if (decided) await markExecuted(target.tenantId, decided.id, resultText(result.value));
      faultPoint("before-node-write", node.id);
      await attempt.end({
        nodeRuns: [
          {
            ...stage,
            ...totals,
            status: "completed",
            durationMs: attempt.durationMs,
            outputJson: inline.output,
            outputArtifactId: artifact?.id,
          },
          ...(ended?.rows.nodeRuns ?? []),
        ],
        artifacts: [...(artifact ? [artifact] : []), ...(ended?.rows.artifacts ?? [])],
        spans: ended?.rows.spans,
        messages: closing?.messages,
        events: [...(closing?.events ?? []), ...(ended?.rows.events ?? [])],
      });
      faultPoint("after-node-write", node.id);
      return {
        status: "completed",
        ...(artifact ? {} : { value: output as Value }),
        attempt: request.attempt,
        totals,
        ...(ended ? { node: ended.result } : {}),
      };
    }),
  );
}

function resultText(value: object): string {
  return "content" in value && typeof value.content === "string" ? value.content : JSON.stringify(value);
}

export function addTotals(left: NodeTotals, right: NodeTotals): NodeTotals {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    costMicros: left.costMicros + right.costMicros,
  };
}

export const noTotals: NodeTotals = { inputTokens: 0, outputTokens: 0, costMicros: 0 };
