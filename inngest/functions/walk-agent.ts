import type { RunWalk } from "@/inngest/functions/run-walk";
import { StagedNode, type StageOutcome, type Turn } from "@/inngest/functions/staged-node";
import { walkAppCall } from "@/inngest/functions/walk-app-call";
import type { ToolCall } from "@/server/domain/agent/messages";
import {
  nextAgentStep,
  type PlannedCall,
  recordToolResults,
  startAgent,
  type ToolResult,
} from "@/server/domain/agent/next-agent-step";
import { parseConfigOf } from "@/server/domain/nodes/registry";
import type { AgentPlan } from "@/server/nodes/agent/agent-plan";
import { type RoundAnswer, transcriptOf } from "@/server/nodes/agent/ask-round";
import { askRound, makeCall, openAgent, type TranscriptEntry } from "@/server/services/runs/agent-stages";
import { nodeOf } from "@/server/services/runs/attempt-node";
import type { Frame } from "@/server/services/runs/frame";
import type { NodeStepResult } from "@/server/services/runs/node-results";

/**
 * Runs an agent's rounds: every model round and every call is a durable piece of its own, calls of one round side by side. What
 * the agent knows between two pieces is worked out from what they answered, so that it goes on after a crash, or in the run
 * that resumes this one, as if it had never stopped.
 */
export async function walkAgent(walk: RunWalk, frame: Frame, turn: Turn): Promise<NodeStepResult> {
  const agent = new StagedNode<AgentPlan>(walk, frame, turn);
  const opened = await agent.open((request) => openAgent(walk.execution, frame, request));
  if ("node" in opened) return opened.node;
  const { plan } = opened;
  const config = parseConfigOf("agent", nodeOf(frame, turn.nodeId).config);
  const limits = config.ok ? { maxRounds: config.value.max_rounds } : {};
  const transcript: TranscriptEntry[] = [];
  for (let state = startAgent(plan.messages); ;) {
    const round = state.round + 1;
    const known = state;
    const asked = await agent.stage<RoundAnswer>({ stage: `${round}`, title: `Round ${round}` }, (request) =>
      askRound(walk.execution, frame, { ...request, plan, agent: known, transcript }),
    );
    if (asked.status === "failed" || asked.status === "waiting") return asked.node;
    if (asked.status !== "completed") return { status: "lost" };
    if (asked.node) return asked.node;
    const next = nextAgentStep(state, asked.value, plan.tools, limits);
    // The round itself has ended the node where the model finished or met a limit.
    if (next.type !== "call_tools") return { status: "lost" };
    const made = await makeCalls(agent, plan, next.calls, round);
    if (!Array.isArray(made)) return made;
    const results = [...next.refused, ...made];
    transcript.push(...transcriptOf(asked.value.toolCalls.map(withArguments(next.calls)), results));
    state = recordToolResults(next.state, results);
  }
}

/** @returns the results in the order of the calls, or what the node comes to when one of them does not end. */
async function makeCalls(
  agent: StagedNode<AgentPlan>,
  plan: AgentPlan,
  calls: readonly PlannedCall[],
  round: number,
): Promise<ToolResult[] | NodeStepResult> {
  const isParallel = agent.turn.isParallel || calls.length > 1;
  const made = await Promise.all(
    calls.map(async (call, index): Promise<StageOutcome<ToolResult>> => {
      const tool = plan.tools.find((offered) => offered.name === call.name);
      if (!tool) return { status: "lost" };
      const place = { stage: `${round}.${index + 1}`, title: `Call of ${call.name}`, isParallel };
      if (tool.appCode !== undefined) return walkAppCall(agent, place, { call, tool, appCode: tool.appCode });
      return agent.stage<ToolResult>(place, (request) =>
        makeCall(agent.walk.execution, agent.frame, { ...request, call, tool }),
      );
    }),
  );
  const broken = made.find((result) => result.status === "failed") ?? made.find((result) => result.status === "lost");
  if (broken) return broken.status === "failed" ? broken.node : { status: "lost" };
  const waiting = made.flatMap((result) => (result.status === "waiting" ? (result.node.interrupts ?? []) : []));
  if (waiting.length > 0) return { status: "waiting", interrupts: waiting };
  return made.flatMap((result) => (result.status === "completed" ? [result.value] : []));
}

function withArguments(planned: readonly PlannedCall[]) {
  return ({ id, name }: ToolCall) => ({ id, name, arguments: planned.find((call) => call.id === id)?.arguments ?? {} });
}
