import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import { type HttpRequest, renderHttpParts } from "@/server/domain/nodes/http-request";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderValue } from "@/server/domain/template/render";
import { callTool } from "@/server/nodes/call-tool";
import type { NodeExecution, NodeExecutor } from "@/server/nodes/executor";
import { loadStoredTool, type StoredTool } from "@/server/tools/stored-tool";
import { requestOf, requestOfStoredTool } from "@/server/tools/tool-request";

type ToolConfig = ConfigOf<"tool">;

/** Calls one tool: a stored one by its binding, or the HTTP request described in the node. */
export const executeTool: NodeExecutor<ToolConfig> = async (execution) => {
  const { config, node, tenantId } = execution;
  const stored = config.tool_binding_id ? await loadStoredTool(tenantId, config.tool_binding_id) : undefined;
  const request = requestOfNode(execution, stored);
  const { status, headers, body } = await callTool(execution, {
    name: stored?.name ?? node.title ?? request.method,
    request,
    mcp: stored?.mcp,
    callId: "1",
    timeoutMs: config.timeout_seconds * 1000,
    onUncertain: config.on_uncertain ?? stored?.onUncertain ?? "retry",
  });
  return {
    port: defaultPort,
    ...(typeof body === "string" ? { text: body } : {}),
    output: { status, headers, body },
    input: shownRequest(request),
    remark: stored?.mcp ? stored.name : `${request.method} ${status}`,
  };
};

function requestOfNode({ config, context }: NodeExecution<ToolConfig>, stored: StoredTool | undefined): HttpRequest {
  const { method, url, base_url, path, query, headers, body } = config;
  const own = renderHttpParts({ method, url, base_url, path, query, headers, body }, context);
  if (stored) {
    const given = renderValue(config.arguments ?? {}, context);
    return requestOfStoredTool(stored, isJsonObject(given) ? given : {}, own);
  }
  const inline = config.invoke_config_json;
  return requestOf({ config: own, invokeConfig: inline ? renderHttpParts(inline, context) : undefined });
}

function shownRequest({ method, url, query, body }: HttpRequest): JsonObject {
  const shown: Record<string, Json> = { method, url, query };
  if (body !== undefined) shown.body = body;
  return shown;
}
