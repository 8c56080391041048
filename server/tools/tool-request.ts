import { DomainError } from "@/server/domain/errors";
import type { JsonObject } from "@/server/domain/json";
import type { InvokeConfig } from "@/server/domain/nodes/config-fields";
import { type HttpRequest, type HttpRequestParts, resolveHttpRequest } from "@/server/domain/nodes/http-request";
import { placeArguments } from "@/server/domain/nodes/place-arguments";
import type { StoredTool } from "@/server/tools/stored-tool";

/** @throws DomainError tool_config_invalid */
export function requestOf(parts: HttpRequestParts): HttpRequest {
  const resolved = resolveHttpRequest(parts);
  if (resolved.ok) return resolved.value;
  throw new DomainError("tool_config_invalid", resolved.issues.map((issue) => issue.message).join(" "));
}

/**
 * A call of a stored tool as a request. `own` is what the node adds or replaces, its templates filled in. A call by MCP is
 * told as what it is over HTTP: a POST to the server with the tool's name and arguments as the body.
 * @throws DomainError tool_config_invalid
 */
export function requestOfStoredTool(tool: StoredTool, given: JsonObject, own: InvokeConfig = {}): HttpRequest {
  if (tool.mcp) {
    const { url, toolName } = tool.mcp;
    return { method: "POST", url, query: {}, headers: {}, body: { name: toolName, arguments: given } };
  }
  return requestOf({
    config: placeArguments(given, own, tool.invokeConfig),
    invokeConfig: tool.invokeConfig,
    bindingConfig: tool.bindingConfig,
  });
}
