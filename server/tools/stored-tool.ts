import { db } from "@/server/db";
import { type UncertaintyPolicy, uncertaintyPolicies } from "@/server/domain/agent/uncertainty";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import { type InvokeConfig, invokeConfigSchema } from "@/server/domain/nodes/config-fields";
import type { BindingConfig } from "@/server/domain/nodes/http-request";

/** A stored tool as a node needs it, at the version that its binding names. */
export interface StoredTool {
  kind: "http" | "mcp";
  name: string;
  description: string;
  inputSchema: JsonObject;
  /** Empty for an MCP tool. */
  invokeConfig: InvokeConfig;
  /** Empty for an MCP tool, whose server has its own headers. */
  bindingConfig: BindingConfig;
  /** Each call is shown to a person first. */
  needsApproval: boolean;
  onUncertain: UncertaintyPolicy;
  /** Set for an MCP tool: whom to call, and what the tool is called there. */
  mcp?: McpTarget;
}

export interface McpTarget {
  serverId: string;
  serverName: string;
  url: string;
  toolName: string;
  /** The schema that is pinned. */
  inputSchema: JsonObject;
  /** The input schema that the server offers now, where that is not the pinned one. */
  offeredSchema?: JsonObject;
}

/** @throws DomainError tool_not_found when the tenant has no such binding, tool_not_allowed, tool_config_invalid */
export async function loadStoredTool(tenantId: string, bindingId: string): Promise<StoredTool> {
  const binding = await db.toolBinding.findFirst({
    where: { id: bindingId, tenantId, archivedAt: null, toolVersion: { tool: { archivedAt: null } } },
    include: { toolVersion: { include: { tool: { include: { mcpServer: true } } } } },
  });
  if (!binding)
    throw new DomainError("tool_not_found", `There is no tool binding "${bindingId}". Choose a tool that exists.`);
  const { toolVersion } = binding;
  const { tool } = toolVersion;
  if (!tool.isAllowed)
    throw new DomainError("tool_not_allowed", `The tool "${tool.name}" is not allowed. Allow it on the Tools page.`);
  const known = {
    name: tool.name,
    description: toolVersion.description || tool.description,
    inputSchema: isJsonObject(toolVersion.inputSchema) ? toolVersion.inputSchema : {},
    needsApproval: tool.needsApproval,
    onUncertain: uncertaintyOf(tool.onUncertain),
  };
  if (tool.mcpServer) {
    const { id, name, url } = tool.mcpServer;
    const offered = isJsonObject(tool.offer) ? tool.offer.inputSchema : undefined;
    return {
      ...known,
      kind: "mcp",
      invokeConfig: {},
      bindingConfig: {},
      mcp: {
        serverId: id,
        serverName: name,
        url,
        toolName: tool.remoteName ?? tool.name,
        inputSchema: known.inputSchema,
        ...(isJsonObject(offered) ? { offeredSchema: offered } : {}),
      },
    };
  }
  const invoke = invokeConfigSchema.safeParse(toolVersion.invokeConfig);
  if (!invoke.success)
    throw new DomainError(
      "tool_config_invalid",
      `The stored tool "${tool.name}" has a configuration that can not be read.`,
    );
  return {
    ...known,
    kind: "http",
    invokeConfig: invoke.data,
    bindingConfig: bindingConfigOf(binding.config),
  };
}

/** A stored policy; one that nobody knows means the careful choice. */
export function uncertaintyOf(stored: string): UncertaintyPolicy {
  return uncertaintyPolicies.find((policy) => policy === stored) ?? "fail";
}

/** What a binding configures, as it is stored. */
export function bindingConfigOf(config: unknown): BindingConfig {
  if (!isJsonObject(config)) return {};
  return {
    ...(typeof config.base_url === "string" && config.base_url ? { base_url: config.base_url } : {}),
    headers: textHeaders(config.headers),
  };
}

/** Headers as they are stored: whatever is no text is none. */
export function textHeaders(stored: unknown): Record<string, string> {
  if (!isJsonObject(stored)) return {};
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
