import type { AgentState, PlannedCall, ToolResult } from "@/server/domain/agent/next-agent-step";
import type { Json, JsonObject } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import { type AgentConfig, type AgentPlan, type OfferedTool, planAgent } from "@/server/nodes/agent/agent-plan";
import { askAgentRound, type RoundAnswer } from "@/server/nodes/agent/ask-round";
import { makeAgentCall } from "@/server/nodes/agent/make-call";
import { isWaiting } from "@/server/nodes/interrupts";
import type { NodeRequest } from "@/server/services/runs/attempt-node";
import { executeStage, type StageRequest, type StageResult } from "@/server/services/runs/execute-stage";
import type { Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { type OpenedNode, openNode } from "@/server/services/runs/open-node";

/** One call of a finished round, as the agent's output lists it. */
export interface TranscriptEntry {
  [key: string]: Json;
  name: string;
  arguments: JsonObject;
  result: string;
  is_error: boolean;
}

/** Begins an agent: its prompt is filled in and its tools are looked up once, for all its rounds. */
export function openAgent(
  execution: Execution,
  frame: Frame,
  request: NodeRequest & { known?: AgentPlan },
): Promise<OpenedNode<AgentPlan>> {
  return openNode<AgentConfig, AgentPlan>(execution, frame, request, (node) =>
    planAgent(node, execution.client, execution.appId),
  );
}

/** Asks the model for a round. When it answers instead of calling tools, the agent ends with it. */
export function askRound(
  execution: Execution,
  frame: Frame,
  request: StageRequest & { plan: AgentPlan; agent: AgentState; transcript: readonly TranscriptEntry[] },
): Promise<StageResult<RoundAnswer>> {
  const { plan, agent, transcript } = request;
  return executeStage<AgentConfig, RoundAnswer>(execution, frame, request, async (node) => {
    const { answer, finish } = await askAgentRound(node, plan, agent);
    if (!finish) return { value: answer };
    const { text, json, openMessage } = finish;
    return {
      value: answer,
      ends: {
        port: defaultPort,
        text,
        output: {
          rounds: agent.round + 1,
          tool_calls: [...transcript],
          ...(json === undefined ? {} : { json }),
        },
        ...(openMessage ? { openMessage } : {}),
        remark: transcript.length === 1 ? "1 tool call" : `${transcript.length} tool calls`,
      },
    };
  });
}

/** Carries out one call of a round, or answers what it waits for. */
export function makeCall(
  execution: Execution,
  frame: Frame,
  request: StageRequest & { call: PlannedCall; tool: OfferedTool },
): Promise<StageResult<ToolResult>> {
  const { call, tool, stage: place } = request;
  return executeStage<AgentConfig, ToolResult>(execution, frame, request, async (node) => {
    const result = await makeAgentCall(node, { place, call, tool });
    return isWaiting(result) ? result : { value: result };
  });
}
