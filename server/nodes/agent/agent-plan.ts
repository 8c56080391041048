import type { ChatMessage } from "@/server/domain/agent/messages";
import type { AgentTool } from "@/server/domain/agent/next-agent-step";
import type { Json, JsonObject } from "@/server/domain/json";
import { type ApprovalRule, ruleOf } from "@/server/domain/nodes/approval-fields";
import { type ConfigOf } from "@/server/domain/nodes/registry";
import { renderText } from "@/server/domain/template/render";
import type { NodeExecution } from "@/server/nodes/executor";
import { findApp } from "@/server/nodes/agent/app-tool";
import { pinnedExperiences } from "@/server/nodes/agent/experiences";
import { loadStoredTool } from "@/server/tools/stored-tool";

export type AgentConfig = ConfigOf<"agent">;

/** A tool as the model is told of it, with the rule for its calls. Where they go is worked out anew for each call. */
export interface OfferedTool extends AgentTool {
  /** Its place in the node's list; absent for a tool that came with the request. */
  index?: number;
  /** Set for another app: its calls run that app. */
  appCode?: string;
  rule?: ApprovalRule;
}

/** What an agent begins with: plain JSON, without secrets, kept as the first piece of its work. */
export interface AgentPlan {
  model?: string;
  messages: ChatMessage[];
  tools: OfferedTool[];
}

/** A tool that a client sent with its request and runs itself. */
interface ClientTool {
  name: string;
  description: string;
  parameters: JsonObject;
}

/** What a client gives an agent besides the message. */
export interface ClientOffer {
  tools: readonly ClientTool[];
  /** Named pieces of information about where and for whom the agent works. */
  context: readonly { description: string; value: string }[];
}

/** Fills in the prompt and loads the tools. @throws DomainError of templates and of tools that are not there */
export async function planAgent(
  execution: NodeExecution<AgentConfig>,
  client: ClientOffer,
  appId: string | undefined,
): Promise<{ plan: AgentPlan; input: Json }> {
  const { config, context } = execution;
  const tools = await Promise.all(config.tools.map((tool, index) => offer(execution, tool, index)));
  // A client can not take the place of a tool that the agent has.
  const ownNames = new Set(tools.map((tool) => tool.name));
  const clientTools = client.tools.filter((tool) => !ownNames.has(tool.name));
  const offered: OfferedTool[] = [...tools, ...clientTools.map((tool) => ({ ...tool, isFromRequest: true }))];
  const learned = appId === undefined ? [] : await pinnedExperiences(execution.tenantId, appId);
  const prompt = renderText(config.prompt, context);
  const own = config.system_prompt?.trim() ? renderText(config.system_prompt, context) : "";
  const system = [
    own,
    ...(learned.length > 0 ? [lessons(learned)] : []),
    ...(client.context.length > 0 ? [situation(client.context)] : []),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
  const model = config.model ? renderText(config.model, context) : undefined;
  return {
    plan: {
      ...(model ? { model } : {}),
      messages: [...(system ? [{ role: "system" as const, content: system }] : []), { role: "user", content: prompt }],
      tools: offered,
    },
    input: { ...(system ? { system_prompt: system } : {}), prompt, tools: offered.map((tool) => tool.name) },
  };
}

function lessons(texts: readonly string[]): string {
  return `What was learned in earlier conversations:\n${texts.map((text) => `- ${text}`).join("\n")}`;
}

function situation(context: ClientOffer["context"]): string {
  return `What the application says about the situation:\n${context.map(({ description, value }) => `- ${description}: ${value}`).join("\n")}`;
}

async function offer(
  execution: NodeExecution<AgentConfig>,
  tool: AgentConfig["tools"][number],
  index: number,
): Promise<OfferedTool> {
  const rule = ruleOf(tool);
  if ("tool_binding_id" in tool) {
    const { name, description, inputSchema, needsApproval } = await loadStoredTool(
      execution.tenantId,
      tool.tool_binding_id,
    );
    const asked = needsApproval || rule.needs_approval;
    return {
      name,
      description,
      parameters: inputSchema,
      needsApproval: asked,
      index,
      rule: { ...rule, needs_approval: asked },
    };
  }
  if ("app_code" in tool) {
    const app = await findApp(execution.tenantId, tool.app_code);
    return {
      name: app.toolName,
      description: tool.description || app.description,
      parameters: app.parameters,
      needsApproval: rule.needs_approval,
      index,
      appCode: tool.app_code,
      rule,
    };
  }
  const { name, description, parameters } = tool;
  return { name, description, parameters, needsApproval: rule.needs_approval, index, rule };
}
