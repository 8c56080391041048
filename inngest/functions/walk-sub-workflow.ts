import type { RunWalk } from "@/inngest/functions/run-walk";
import { endOf, StagedNode, type Turn } from "@/inngest/functions/staged-node";
import { innerFrame } from "@/server/domain/run/address";
import {
  containerResult,
  endContainer,
  loadVersion,
  openSubWorkflow,
  type SubWorkflowPlan,
} from "@/server/services/runs/container-stages";
import { nodeSpanId } from "@/server/services/runs/describe-node";
import { type Frame, frameGraph } from "@/server/services/runs/frame";
import type { NodeStepResult } from "@/server/services/runs/node-results";

/** Runs a published app inside this run: its answer is the node's output, and its questions are the run's. */
export async function walkSubWorkflow(walk: RunWalk, frame: Frame, turn: Turn): Promise<NodeStepResult> {
  const node = new StagedNode<SubWorkflowPlan>(walk, frame, turn);
  const opened = await node.open((request) => openSubWorkflow(walk.execution, frame, request));
  if ("node" in opened) return opened.node;
  const { versionId, inputs } = opened.plan;
  const { target } = walk.execution;
  const workflow = await loadVersion(target.tenantId, versionId);
  const outcome = await walk.graph(
    {
      ...frameGraph(workflow, { audience: "author" }),
      path: innerFrame(node.address),
      inputs,
      parentSpanId: nodeSpanId(target.runId, node.address, node.attempt),
      audience: "author",
      depth: frame.depth + 1,
    },
    { isParallel: turn.isParallel },
  );
  if (outcome.type === "lost") return { status: "lost" };
  if (outcome.type === "waiting") return { status: "waiting", interrupts: outcome.interrupts };
  const { status, result = null, error } = outcome;
  const text = typeof result === "string" ? result : JSON.stringify(result);
  return endOf(
    await node.stage({ stage: "end", title: "End" }, (request) =>
      endContainer(
        walk.execution,
        frame,
        request,
        status === "failed"
          ? { error: error ?? { code: "internal", message: "The app failed." } }
          : { result: containerResult(result, { text }) },
      ),
    ),
  );
}
