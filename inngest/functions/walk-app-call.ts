import type { StagedNode, StageOutcome } from "@/inngest/functions/staged-node";
import type { PlannedCall, ToolResult } from "@/server/domain/agent/next-agent-step";
import { innerFrame, stageAddress } from "@/server/domain/run/address";
import type { AgentPlan, OfferedTool } from "@/server/nodes/agent/agent-plan";
import { type AppCallPlan, beginAppCall, continueAppCall, endAppCall } from "@/server/services/runs/app-call-stages";
import { loadVersion } from "@/server/services/runs/container-stages";
import { nodeSpanId } from "@/server/services/runs/describe-node";
import { frameGraph } from "@/server/services/runs/frame";

interface Place {
  stage: string;
  title: string;
  isParallel: boolean;
}

/**
 * An agent's call of another app: after the approval that its rule may ask for, the app runs inside this run as a subagent,
 * and its result is the call's. Its questions are the run's own.
 */
export async function walkAppCall(
  agent: StagedNode<AgentPlan>,
  place: Place,
  { call, tool, appCode }: { call: PlannedCall; tool: OfferedTool; appCode: string },
): Promise<StageOutcome<ToolResult>> {
  const { walk, frame } = agent;
  const { target } = walk.execution;
  const subagentRunId = stageAddress(agent.address, place.stage);
  // Of an app that had ended before nothing is walked or told again.
  const kept = await agent.kept<ToolResult>(place.stage);
  if (kept) return kept;
  const begun = await agent.stage<AppCallPlan>({ ...place, stage: `${place.stage}.0` }, (request) =>
    beginAppCall(walk.execution, frame, { ...request, call, tool, appCode, subagentRunId }),
  );
  if (begun.status === "failed" || begun.status === "waiting" || begun.status === "lost") return begun;
  if (begun.status !== "completed") return { status: "lost" };
  const { versionId, inputs, refusal, editedArguments } = begun.value;
  const end = (ending: Parameters<typeof endAppCall>[2]["ending"]) =>
    agent.stage<ToolResult>(place, (request) =>
      endAppCall(walk.execution, frame, { ...request, call, subagentRunId, editedArguments, ending }),
    );
  if (refusal !== undefined) return end({ refusal });
  const beginning = stageAddress(agent.address, `${place.stage}.0`);
  if (walk.known(beginning)) {
    const { nodeId } = agent.turn;
    const continued = await walk.attempt({ address: `${beginning}.continued`, isParallel: place.isParallel }, () =>
      continueAppCall(walk.execution, { subagentRunId, nodeId, name: appCode, toolCallId: call.id }),
    );
    if (continued.status === "lost") return { status: "lost" };
  }
  const workflow = await loadVersion(target.tenantId, versionId);
  const outcome = await walk.graph(
    {
      ...frameGraph(workflow, { audience: "author" }),
      path: innerFrame(subagentRunId),
      inputs,
      parentSpanId: nodeSpanId(target.runId, agent.address, agent.attempt),
      audience: "author",
      depth: frame.depth + 1,
    },
    { isParallel: place.isParallel },
  );
  if (outcome.type === "lost") return { status: "lost" };
  if (outcome.type === "waiting") {
    return { status: "waiting", node: { status: "waiting", interrupts: outcome.interrupts } };
  }
  return end(outcome.status === "failed" ? { error: outcome.error } : { result: outcome.result ?? null });
}
