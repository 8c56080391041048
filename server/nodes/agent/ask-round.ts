import type { ToolCall } from "@/server/domain/agent/messages";
import {
  type AgentState,
  nextAgentStep,
  type PlannedCall,
  type ToolResult,
} from "@/server/domain/agent/next-agent-step";
import { DomainError } from "@/server/domain/errors";
import { newId } from "@/server/ids";
import type { AgentConfig, AgentPlan } from "@/server/nodes/agent/agent-plan";
import { askModel } from "@/server/nodes/ask-model";
import type { NodeExecution } from "@/server/nodes/executor";

/** What a model said in one round, as it is kept. Everything that follows from it is worked out again by nextAgentStep. */
export interface RoundAnswer {
  text: string;
  toolCalls: ToolCall[];
  model: string;
}

export interface AskedRound {
  answer: RoundAnswer;
  /** Set when the model has answered instead of calling tools. */
  finish?: { text: string; openMessage?: { id: string; text: string } };
}

/**
 * One model call of the loop, its words and its calls streamed as they come. Calls that are wrong are answered at once.
 * @throws DomainError of the model, and `agent_*` at a limit
 */
export async function askAgentRound(
  execution: NodeExecution<AgentConfig>,
  plan: AgentPlan,
  state: AgentState,
): Promise<AskedRound> {
  const { journal, streamsAnswer, config, node } = execution;
  const message = journal.openMessage(streamsAnswer ? "everyone" : "author");
  const announced = new Map<string, string>();
  const { text, toolCalls, model } = await askModel(execution, {
    model: plan.model,
    fallbackModels: config.fallback_models,
    ...(config.timeout_seconds === undefined ? {} : { timeoutMs: config.timeout_seconds * 1000 }),
    messages: state.messages,
    tools: plan.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    temperature: config.temperature,
    maxTokens: config.max_tokens,
    responseSchema: config.response_schema,
    onDelta: (delta) => message.write(delta),
    onToolCallDelta: ({ id, name, argumentsDelta }) => {
      if (!announced.has(id)) {
        announced.set(id, name);
        journal.emit({ type: "tool.started", toolCallId: id, name, nodeId: node.id, parentMessageId: message.id });
      }
      if (argumentsDelta) journal.emit({ type: "tool.args", toolCallId: id, name, delta: argumentsDelta });
    },
  });
  for (const [toolCallId, name] of announced) journal.emit({ type: "tool.ended", toolCallId, name });
  const answer: RoundAnswer = { text, toolCalls, model };
  const step = nextAgentStep(state, answer, plan.tools, { maxRounds: config.max_rounds });
  if (step.type === "fail") {
    message.end({ keep: false });
    throw new DomainError(step.code, step.message);
  }
  if (step.type === "finish") {
    if (streamsAnswer) return { answer, finish: { text, openMessage: { id: message.id, text: message.text } } };
    message.end({ keep: false });
    return { answer, finish: { text } };
  }
  message.end({ keep: Boolean(streamsAnswer), toolCalls });
  for (const refused of step.refused) sayResult(execution, refused.name, refused);
  return { answer };
}

/** Tells the stream, and the conversation where the agent speaks in it, what a call came to. */
export function sayResult(
  { journal, streamsAnswer }: Pick<NodeExecution, "journal" | "streamsAnswer">,
  name: string,
  { toolCallId, content, isError }: ToolResult,
): void {
  const messageId = newId();
  journal.emit({ type: "tool.result", toolCallId, name, messageId, content, isError });
  if (streamsAnswer) journal.keepMessage({ id: messageId, role: "tool", content, toolCallId });
}

/** What an agent's calls came to, in its output: one entry for each, in the order in which they were made. */
export function transcriptOf(
  calls: readonly { name: string; id: string; arguments: PlannedCall["arguments"] }[],
  results: readonly ToolResult[],
) {
  return calls.map((call) => {
    const result = results.find((one) => one.toolCallId === call.id);
    return {
      name: call.name,
      arguments: result?.editedArguments ?? call.arguments,
      result: result?.content ?? "",
      is_error: result?.isError ?? true,
    };
  });
}
