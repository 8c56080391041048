import type { Json } from "@/server/domain/json";
import { stageAddress } from "@/server/domain/run/address";
import { sanitiseJson } from "@/server/domain/text";
import type { NodeExecution } from "@/server/nodes/executor";
import { skippedNodeRun } from "@/server/services/runs/describe-node";
import { attemptNode, nodeExecution, type NodeRequest } from "@/server/services/runs/attempt-node";
import { type Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { decideAfterFailure, failedNode } from "@/server/services/runs/node-ending";
import { type NodeStepResult, packOutput } from "@/server/services/runs/node-results";
import { findEndedAttempt } from "@/server/services/runs/recover-run";

/**
 * A node that works in stages, begun. `plan` is what its first stage worked out; where it is too large to travel, or an earlier
 * execution has worked it out, it is absent and read from where it is kept.
 */
export type OpenedNode<Plan> =
  | { status: "open"; plan?: Plan; attempt: number; startedAtMs: number }
  | { status: "retry"; retryInMs: number }
  | { status: "failed" | "lost"; node: NodeStepResult };

/** The stage in which what a node begins with is kept. */
export const planStage = "0";

/**
 * Begins a node that works in stages. What it begins with is worked out once and kept, so that every later stage, in whatever
 * process and after whatever change of what is stored, goes on from the same; a run that resumes another is given it as
 * `known`.
 */
export async function openNode<Config, Plan extends object>(
  execution: Execution,
  frame: Frame,
  request: NodeRequest & { known?: Plan; countItems?: (plan: Plan) => number },
  prepare: (execution: NodeExecution<Config>) => Promise<{ plan: Plan; input: Json }>,
): Promise<OpenedNode<Plan>> {
  const opened = await attemptNode(
    execution,
    frame,
    request,
    async ({ node, address, about, span, attempt, ending }): Promise<OpenedNode<Plan>> => {
      const beginning = {
        nodeRuns: request.skipped.map((id) => skippedNodeRun(frame, id)),
        events: [{ type: "node.started" as const, ...about }],
      };
      const outcome = await attempt.work(async () =>
        request.known === undefined
          ? prepare(await nodeExecution<Config>(execution, frame, node, request, attempt))
          : { plan: request.known, input: undefined },
      );
      if (!outcome.ok) {
        const decision = decideAfterFailure(node, request.attempt, outcome.error);
        const { rows, result } = failedNode(ending(), outcome.error, decision);
        const { hadEnded } = await attempt.begin({
          nodeRuns: [...beginning.nodeRuns, ...rows.nodeRuns],
          spans: rows.spans,
          events: [...beginning.events, ...rows.events],
        });
        const known = hadEnded ? await findEndedAttempt(execution, node, about) : undefined;
        if (known) return { status: "failed", node: known };
        return decision.kind === "retry"
          ? { status: "retry", retryInMs: decision.delayMs }
          : { status: "failed", node: result };
      }
      const { plan, input } = outcome.result;
      const stage = { ...about, nodeId: stageAddress(address, planStage), title: "Preparation" };
      const isNew = request.known === undefined;
      const { inline, artifact } = packOutput({ output: sanitiseJson(plan as Json) }, stage.nodeId);
      const { hadEnded, hadBegun } = await attempt.begin({
        nodeRuns: [
          ...beginning.nodeRuns,
          { ...about, status: "running", claim: attempt.claim, input },
          ...(isNew
            ? [{ ...stage, status: "completed" as const, outputJson: inline.output, outputArtifactId: artifact?.id }]
            : []),
        ],
        artifacts: artifact && isNew ? [artifact] : [],
        spans: [{ ...span, input }],
        events: beginning.events.map((event) =>
          request.countItems ? { ...event, itemCount: request.countItems(plan) } : event,
        ),
      });
      if (hadEnded) {
        const known = await findEndedAttempt(execution, node, about);
        return { status: "failed", node: known ?? { status: "lost" } };
      }
      // Begun before by an execution that its process did not survive: what that one worked out stands.
      const travels = artifact === undefined && !(hadBegun && isNew);
      return {
        status: "open",
        ...(travels ? { plan } : {}),
        attempt: request.attempt,
        startedAtMs: span.startedAtMs,
      };
    },
  );
  return opened.status === "lost" ? { status: "lost", node: { status: "lost" } } : opened;
}
