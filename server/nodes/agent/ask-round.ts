import { type ToolCall, withFiles } from "@/server/domain/agent/messages";
import {
  type AgentState,
  nextAgentStep,
  type PlannedCall,
  type ToolResult,
} from "@/server/domain/agent/next-agent-step";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { newId } from "@/server/ids";
import type { AgentConfig, AgentPlan } from "@/server/nodes/agent/agent-plan";
import { askModel, type ModelQuestion } from "@/server/nodes/ask-model";
import { askStructured } from "@/server/nodes/ask-structured";
import type { NodeExecution } from "@/server/nodes/executor";
import { loadMessageFiles } from "@/server/nodes/message-files";

/** What a model said in one round, as it is kept. Everything that follows from it is worked out again by nextAgentStep. */
export interface RoundAnswer {
  text: string;
  toolCalls: ToolCall[];
  model: string;
}

export interface AskedRound {
  answer: RoundAnswer;
  /** Set when the model has answered instead of calling tools. */
  finish?: {
    text: string;
    /** The answer as its schema says it; absent where the agent has none. */
    json?: Json;
    openMessage?: { id: string; text: string };
  };
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
  const audience = streamsAnswer ? "everyone" : "author";
  const message = journal.openMessage(audience);
  const files = config.use_files ? await loadMessageFiles(execution) : [];
  const announced = new Map<string, string>();
  const question: ModelQuestion = {
    model: plan.model,
    fallbackModels: config.fallback_models,
    ...(config.timeout_seconds === undefined ? {} : { timeoutMs: config.timeout_seconds * 1000 }),
    // Files are stored with their message and not with each round of the agent.
    messages: withFiles(state.messages, files),
    tools: plan.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    temperature: config.temperature,
    maxTokens: config.max_tokens,
    reasoningFor: audience,
    onDelta: (delta) => message.write(delta),
    onToolCallDelta: ({ id, name, argumentsDelta }) => {
      if (!announced.has(id)) {
        announced.set(id, name);
        journal.emit({ type: "tool.started", toolCallId: id, name, nodeId: node.id, parentMessageId: message.id });
      }
      if (argumentsDelta) journal.emit({ type: "tool.args", toolCallId: id, name, delta: argumentsDelta });
    },
  };
  const { answer: asked, json } = config.response_schema
    ? await askStructured(execution, { ...question, responseSchema: config.response_schema })
    : { answer: await askModel(execution, question) };
  const { text, toolCalls, model } = asked;
  // A structured answer is only said when it has been checked.
  if (config.response_schema) message.write(text);
  for (const [toolCallId, name] of announced) journal.emit({ type: "tool.ended", toolCallId, name });
  const answer: RoundAnswer = { text, toolCalls, model };
  const step = nextAgentStep(state, answer, plan.tools, { maxRounds: config.max_rounds });
  if (step.type === "fail") {
    message.end({ keep: false });
    throw new DomainError(step.code, step.message);
  }
  if (step.type === "finish") {
    const finish = { text, ...(json === undefined ? {} : { json }) };
    if (streamsAnswer) return { answer, finish: { ...finish, openMessage: { id: message.id, text: message.text } } };
    message.end({ keep: false });
    return { answer, finish };
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
