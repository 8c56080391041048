import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { type InvokeConfig, invokeConfigSchema } from "@/server/domain/nodes/config-fields";
import { type BindingConfig, type HttpRequest, type HttpRequestParts, resolveHttpRequest } from "@/server/domain/nodes/http-request";
import { env } from "@/server/env";
import type { NodeExecution } from "@/server/nodes/executor";
import { callHttpTool } from "@/server/tools/call-http-tool";

/** A stored tool as a node needs it. */
export interface StoredTool {
  name: string;
  description: string;
  inputSchema: JsonObject;
  invokeConfig: InvokeConfig;
  bindingConfig: BindingConfig;
}

/** @throws DomainError tool_not_found when the tenant has no such binding. */
export async function loadStoredTool(tenantId: string, bindingId: string): Promise<StoredTool> {
  const binding = await db.toolBinding.findFirst({
    where: { id: bindingId, tenantId, archivedAt: null },
    include: { toolVersion: { include: { tool: true } } },
  });
  if (!binding) throw new DomainError("tool_not_found", `There is no tool binding "${bindingId}". Choose a tool that exists.`);
  const { toolVersion } = binding;
  const invoke = invokeConfigSchema.safeParse(toolVersion.invokeConfig);
  if (!invoke.success) throw new DomainError("tool_config_invalid", `The stored tool "${toolVersion.tool.name}" has a configuration that can not be read.`);
  return {
    name: toolVersion.tool.name,
    description: toolVersion.tool.description,
    inputSchema: isJsonObject(toolVersion.inputSchema) ? toolVersion.inputSchema : {},
    invokeConfig: invoke.data,
    bindingConfig: isJsonObject(binding.config) ? bindingConfigOf(binding.config) : {},
  };
}

function bindingConfigOf(config: JsonObject): BindingConfig {
  const headers = isJsonObject(config.headers)
    ? Object.fromEntries(Object.entries(config.headers).filter((entry): entry is [string, string] => typeof entry[1] === "string"))
    : undefined;
  return { ...(typeof config.base_url === "string" ? { base_url: config.base_url } : {}), ...(headers ? { headers } : {}) };
}

/** @throws DomainError tool_config_invalid */
export function requestOf(parts: HttpRequestParts): HttpRequest {
  const resolved = resolveHttpRequest(parts);
  if (resolved.ok) return resolved.value;
  throw new DomainError("tool_config_invalid", resolved.issues.map((issue) => issue.message).join(" "));
}

export interface ToolCall {
  name: string;
  request: HttpRequest;
  /** Distinguishes this node's calls in their idempotency keys. */
  callId: string;
  timeoutMs: number;
}

export interface ToolResponse {
  status: number;
  headers: Record<string, string>;
  body: Json;
}

/** Calls a tool under a span of its own; secrets in headers stay out of the trace. */
export async function callTool(execution: NodeExecution, call: ToolCall): Promise<ToolResponse> {
  const { method, url, query, body } = call.request;
  const span = execution.journal.openSpan({
    kind: "tool",
    name: call.name,
    input: { method, url, query, ...(body === undefined ? {} : { body }) },
    attributes: { host: URL.canParse(url, env.origin) ? new URL(url, env.origin).host : url, method },
  });
  try {
    const response = await callHttpTool({
      request: call.request,
      idempotencyKey: execution.callKey(call.callId),
      timeoutMs: call.timeoutMs,
      signal: execution.signal,
    });
    span.complete({ output: response.body, attributes: { status: response.status } });
    return response;
  } catch (error) {
    const status = error instanceof DomainError ? error.details?.status : undefined;
    span.fail(error, typeof status === "number" ? { attributes: { status } } : {});
    throw error;
  }
}
