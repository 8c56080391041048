import type { ErrorCode } from "../errors";
import type { JsonObject } from "../json";
import type { ChatMessage, ToolCall, ToolOffer } from "./messages";
import { toolMode, type ToolMode, type ToolPolicyFacts } from "./tool-policy";
import { parseArguments } from "./validate-arguments";

export const maxToolCallsPerRound = 16;
const defaultMaxRounds = 50;
const maxSchemaErrorRounds = 2;

/** A tool that an agent may call, with the facts that decide how its calls are carried out. */
export interface AgentTool extends ToolOffer, ToolPolicyFacts {}

/** Everything an agent needs to go on; plain JSON, so that it outlives the process between two rounds. */
export interface AgentState {
  messages: ChatMessage[];
  /** Model answers so far. */
  round: number;
  /** Rounds in which the model was told that a call of its was wrong. */
  schemaErrorRounds: number;
}

/** A call that may be carried out: the tool is known and its arguments fit. */
export interface PlannedCall {
  id: string;
  name: string;
  arguments: JsonObject;
  mode: ToolMode;
}

/** What is told to the model in answer to a call. */
export interface ToolResult {
  toolCallId: string;
  content: string;
  isError: boolean;
  /** Set when a person changed the arguments before the call was made. */
  editedArguments?: JsonObject;
}

/**
 * What comes after a model's answer. With `call_tools`, carry out `calls`, add `refused` (calls that were wrong, already
 * answered) and go on with `recordToolResults`; `calls` is empty when every call was wrong.
 */
type AgentStep =
  | { type: "finish"; text: string; state: AgentState }
  | { type: "call_tools"; calls: PlannedCall[]; refused: (ToolResult & { name: string })[]; state: AgentState }
  | { type: "fail"; code: Extract<ErrorCode, `agent_${string}`>; message: string };

interface AgentLimits {
  /** Model answers allowed in the whole run of the agent; absent means 50. */
  maxRounds?: number;
}

export function startAgent(messages: ChatMessage[]): AgentState {
  return { messages, round: 0, schemaErrorRounds: 0 };
}

/**
 * Decides what an agent does with a model's answer: finish, carry out calls, or fail at a limit. Wrong calls are answered
 * to the model at most twice in a run of the agent, because a model that does not learn from that will not learn at all.
 */
export function nextAgentStep(
  state: AgentState,
  answer: { text: string; toolCalls: ToolCall[] },
  tools: readonly AgentTool[],
  limits: AgentLimits = {},
): AgentStep {
  const round = state.round + 1;
  const { text, toolCalls } = answer;
  if (toolCalls.length === 0) {
    return {
      type: "finish",
      text,
      state: { ...state, round, messages: [...state.messages, { role: "assistant", content: text }] },
    };
  }
  const exceeded = exceededLimit(toolCalls.length, round, limits.maxRounds ?? defaultMaxRounds);
  if (exceeded) return exceeded;

  const judged = toolCalls.map((call) => judge(call, tools));
  const wrong = judged.filter((entry) => !entry.isPlanned);
  const schemaErrorRounds = state.schemaErrorRounds + (wrong.length > 0 ? 1 : 0);
  const firstWrong = wrong[0];
  if (firstWrong && schemaErrorRounds > maxSchemaErrorRounds) {
    const message = `The model was told ${maxSchemaErrorRounds} times that its calls were wrong, and called wrongly again. ${firstWrong.refusal.content} Make the tool's description and parameters clearer, or use a stronger model.`;
    return { type: "fail", code: firstWrong.code, message };
  }
  return {
    type: "call_tools",
    calls: judged.flatMap((entry) => (entry.isPlanned ? [entry.call] : [])),
    refused: wrong.map((entry) => entry.refusal),
    state: { round, schemaErrorRounds, messages: [...state.messages, { role: "assistant", content: text, toolCalls }] },
  };
}

/**
 * Adds what the calls of the last round came to, in the order in which the model made them. Results that answer no open
 * call are left out and an open call without a result is answered as an error: providers refuse a history in which a call
 * has not exactly one answer.
 */
export function recordToolResults(state: AgentState, results: readonly ToolResult[]): AgentState {
  const last = state.messages.at(-1);
  const calls = last?.role === "assistant" ? (last.toolCalls ?? []) : [];
  const answers = calls.map((call): ChatMessage => {
    const result = results.find((candidate) => candidate.toolCallId === call.id);
    return {
      role: "tool",
      toolCallId: call.id,
      content: result ? toldContent(result) : `Error: the call of ${call.name} was not carried out.`,
    };
  });
  return { ...state, messages: [...state.messages, ...answers] };
}

/** A model must know that what was called is not what it wrote, or it would draw wrong conclusions from the result. */
function toldContent({ content, editedArguments }: ToolResult): string {
  if (!editedArguments) return content;
  return `A person changed the arguments before this call was made. It was made with: ${JSON.stringify(editedArguments)}\nResult: ${content}`;
}

function exceededLimit(callCount: number, round: number, maxRounds: number): AgentStep | undefined {
  if (callCount > maxToolCallsPerRound) {
    const message = `The model asked for ${callCount} tool calls at once; ${maxToolCallsPerRound} are allowed. Ask it for fewer at a time.`;
    return { type: "fail", code: "agent_tool_limit", message };
  }
  if (round >= maxRounds) {
    const message = `The agent still wanted to call tools after ${maxRounds} rounds. Raise max_rounds, or give it a narrower task.`;
    return { type: "fail", code: "agent_round_limit", message };
  }
  return undefined;
}

type Judged =
  | { isPlanned: true; call: PlannedCall }
  | { isPlanned: false; code: "agent_unknown_tool" | "agent_bad_arguments"; refusal: ToolResult & { name: string } };

function judge(call: ToolCall, tools: readonly AgentTool[]): Judged {
  const refusal = (content: string) => ({ toolCallId: call.id, name: call.name, content, isError: true });
  const tool = tools.find((candidate) => candidate.name === call.name);
  if (!tool) {
    const names = tools.map((candidate) => candidate.name).join(", ") || "none";
    return {
      isPlanned: false,
      code: "agent_unknown_tool",
      refusal: refusal(`There is no tool named ${JSON.stringify(call.name)}. Tools: ${names}.`),
    };
  }
  const parsed = parseArguments(call.arguments, tool.parameters);
  if (!parsed.ok) {
    return {
      isPlanned: false,
      code: "agent_bad_arguments",
      refusal: refusal(`The call of ${call.name} is wrong: ${parsed.issues.join("; ")}.`),
    };
  }
  return { isPlanned: true, call: { id: call.id, name: call.name, arguments: parsed.value, mode: toolMode(tool) } };
}
