import { createHash } from "node:crypto";
import type { ChatMessage } from "@/server/domain/agent/messages";
import {
  type AgentState,
  type AgentTool,
  nextAgentStep,
  type PlannedCall,
  recordToolResults,
  startAgent,
  type ToolResult,
} from "@/server/domain/agent/next-agent-step";
import { DomainError } from "@/server/domain/errors";
import type { Json, JsonObject } from "@/server/domain/json";
import type { InvokeConfig } from "@/server/domain/nodes/config-fields";
import { defaultPort } from "@/server/domain/nodes/definition";
import { type BindingConfig, renderHttpParts } from "@/server/domain/nodes/http-request";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderText } from "@/server/domain/template/render";
import { truncate } from "@/server/domain/text";
import { newId } from "@/server/ids";
import { askModel } from "@/server/nodes/ask-model";
import { callTool, loadStoredTool, requestOf } from "@/server/nodes/call-tool";
import type { NodeExecution, NodeExecutor, OpenMessage } from "@/server/nodes/executor";

type AgentConfig = ConfigOf<"agent">;

/** A tool that the agent may call, with where its calls go. */
interface CallableTool extends AgentTool {
  config: InvokeConfig;
  invokeConfig?: InvokeConfig;
  bindingConfig?: BindingConfig;
}

interface Transcript {
  [key: string]: Json;
  name: string;
  arguments: JsonObject;
  result: string;
  is_error: boolean;
}

const toolTimeoutMs = 30_000;
/** A model is shown at most this much of a tool's response. */
const largestToolResult = 40_000;

/** Lets a model call tools in rounds until it answers. Each model call and each tool call is a span and a step of the stream. */
export const executeAgent: NodeExecutor<AgentConfig> = async (execution) => {
  const { config, context } = execution;
  const tools = await Promise.all(config.tools.map((tool) => callableTool(execution, tool)));
  const prompt = renderText(config.prompt, context);
  const system = config.system_prompt?.trim() ? renderText(config.system_prompt, context) : undefined;
  const model = config.model ? renderText(config.model, context) : undefined;
  const input = { ...(system ? { system_prompt: system } : {}), prompt, tools: tools.map((tool) => tool.name) };
  const messages: ChatMessage[] = [
    ...(system ? [{ role: "system" as const, content: system }] : []),
    { role: "user", content: prompt },
  ];
  const transcript: Transcript[] = [];

  let state: AgentState = startAgent(messages);
  for (;;) {
    const round = await askRound(execution, { model, state, tools });
    const step = nextAgentStep(state, round.answer, tools, { maxRounds: config.max_rounds });
    if (step.type === "fail") {
      round.message.end({ keep: false });
      throw new DomainError(step.code, step.message);
    }
    if (step.type === "finish") {
      return {
        port: defaultPort,
        text: step.text,
        output: { rounds: step.state.round, tool_calls: transcript },
        input,
        ...finishMessage(execution, round.message),
        remark: transcript.length === 1 ? "1 tool call" : `${transcript.length} tool calls`,
      };
    }
    round.message.end({ keep: Boolean(execution.streamsAnswer), toolCalls: round.answer.toolCalls });
    const results = await Promise.all(
      step.calls.map((call, index) => carryOut(execution, call, tools, `${step.state.round}.${index + 1}`)),
    );
    for (const result of [...step.refused, ...results]) {
      const call = round.answer.toolCalls.find((made) => made.id === result.toolCallId);
      const planned = step.calls.find((made) => made.id === result.toolCallId);
      const messageId = newId();
      execution.journal.emit({
        type: "tool.result",
        toolCallId: result.toolCallId,
        name: call?.name ?? "",
        messageId,
        content: result.content,
        isError: result.isError,
      });
      if (execution.streamsAnswer)
        execution.journal.keepMessage({
          id: messageId,
          role: "tool",
          content: result.content,
          toolCallId: result.toolCallId,
        });
      transcript.push({
        name: call?.name ?? "",
        arguments: planned?.arguments ?? {},
        result: result.content,
        is_error: result.isError,
      });
    }
    state = recordToolResults(step.state, [...step.refused, ...results]);
  }
};

/** One model call of the loop, its words and its calls streamed as they come. */
async function askRound(
  execution: NodeExecution,
  request: { model?: string; state: AgentState; tools: CallableTool[] },
) {
  const { journal, streamsAnswer } = execution;
  const config = execution.config as AgentConfig;
  const message = journal.openMessage(streamsAnswer ? "everyone" : "author");
  const announced = new Map<string, string>();
  const answer = await askModel(execution, {
    model: request.model,
    messages: request.state.messages,
    tools: request.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    temperature: config.temperature,
    maxTokens: config.max_tokens,
    onDelta: (delta) => message.write(delta),
    onToolCallDelta: ({ id, name, argumentsDelta }) => {
      if (!announced.has(id)) {
        announced.set(id, name);
        journal.emit({
          type: "tool.started",
          toolCallId: id,
          name,
          nodeId: execution.node.id,
          parentMessageId: message.id,
        });
      }
      if (argumentsDelta) journal.emit({ type: "tool.args", toolCallId: id, name, delta: argumentsDelta });
    },
  });
  for (const [toolCallId, name] of announced) journal.emit({ type: "tool.ended", toolCallId, name });
  return { answer, message };
}

function finishMessage(execution: NodeExecution, message: OpenMessage) {
  if (execution.streamsAnswer) return { openMessage: { id: message.id, text: message.text } };
  message.end({ keep: false });
  return {};
}

/** The same for the same call at the same place when the agent begins again after a crash; a model's own ids are not. */
function keyOf(place: string, call: PlannedCall): string {
  const what = createHash("sha256")
    .update(JSON.stringify([call.name, call.arguments]))
    .digest("hex");
  return `${place}.${what.slice(0, 12)}`;
}

/** What a failed call comes to is told to the model, which may try something else; only a stop ends the agent. */
async function carryOut(
  execution: NodeExecution,
  call: PlannedCall,
  tools: CallableTool[],
  place: string,
): Promise<ToolResult> {
  const tool = tools.find((candidate) => candidate.name === call.name);
  if (!tool) throw new DomainError("agent_unknown_tool", `The agent has no tool named ${call.name}.`);
  try {
    const request = requestOf({
      config: withArguments(tool, call.arguments),
      invokeConfig: tool.invokeConfig,
      bindingConfig: tool.bindingConfig,
    });
    const { body } = await callTool(execution, {
      name: call.name,
      request,
      callId: keyOf(place, call),
      timeoutMs: toolTimeoutMs,
      onUncertain: "retry",
    });
    const content = truncate(typeof body === "string" ? body : JSON.stringify(body), largestToolResult);
    return { toolCallId: call.id, content, isError: false };
  } catch (error) {
    if (execution.signal.aborted || !(error instanceof DomainError)) throw error;
    return { toolCallId: call.id, content: `Error: ${error.message}`, isError: true };
  }
}

/**
 * Puts a call's arguments where the request wants them: into `{name}` places of its address, else into the query (GET, HEAD,
 * DELETE) or the body. Arguments are data: they are encoded, and never read as templates.
 */
function withArguments(tool: CallableTool, given: JsonObject): InvokeConfig {
  const rest = { ...given };
  const fill = (text: string | undefined): string | undefined =>
    text?.replace(/\{([A-Za-z0-9_-]+)\}/g, (place, name: string) => {
      const value = given[name];
      if (value === undefined) return place;
      delete rest[name];
      return encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : String(value));
    });
  const own = { ...tool.config, url: fill(tool.config.url), path: fill(tool.config.path ?? tool.invokeConfig?.path) };
  const method = tool.invokeConfig?.method ?? tool.config.method ?? "GET";
  if (method === "GET" || method === "HEAD" || method === "DELETE") return { ...own, query: { ...own.query, ...rest } };
  return {
    ...own,
    body:
      typeof own.body === "object" && own.body !== null && !Array.isArray(own.body) ? { ...own.body, ...rest } : rest,
  };
}

async function callableTool(execution: NodeExecution, tool: AgentConfig["tools"][number]): Promise<CallableTool> {
  if ("tool_binding_id" in tool) {
    const stored = await loadStoredTool(execution.tenantId, tool.tool_binding_id);
    return {
      ...stored,
      parameters: stored.inputSchema,
      config: {},
      invokeConfig: stored.invokeConfig,
      bindingConfig: stored.bindingConfig,
    };
  }
  const { name, description, parameters, ...http } = tool;
  return { name, description, parameters, config: renderHttpParts(http, execution.context) };
}
