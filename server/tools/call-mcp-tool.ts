import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject } from "@/server/domain/json";
import type { HttpRequest } from "@/server/domain/nodes/http-request";
import type { EgressPolicy } from "@/server/egress/policy";
import type { HttpToolResponse } from "./call-http-tool";
import { callRemoteTool } from "./mcp/call-tool";
import { textHeaders, type McpTarget } from "./stored-tool";

export interface McpToolCall {
  target: McpTarget;
  tenantId: string;
  /** The call as `requestOfStoredTool` tells it. */
  request: HttpRequest;
  idempotencyKey: string;
  timeoutMs?: number;
  signal?: AbortSignal;
  policy?: EgressPolicy;
}

/**
 * Calls a tool of a stored MCP server. The server's credentials are read here and go nowhere else. The answer has the shape
 * of an HTTP tool's; `body` is what the tool returned.
 * @throws DomainError tool_not_found when the server is gone, and as `callRemoteTool`.
 */
export async function callMcpTool(call: McpToolCall): Promise<HttpToolResponse> {
  const { target, request } = call;
  const server = await db.mcpServer.findFirst({
    where: { id: target.serverId, tenantId: call.tenantId, archivedAt: null },
  });
  if (!server) throw new DomainError("tool_not_found", `The MCP server ${target.serverName} is no longer there.`);
  const given = isJsonObject(request.body) ? request.body.arguments : undefined;
  const body = await callRemoteTool({
    connection: {
      url: server.url,
      headers: textHeaders(server.headers),
      protocolVersion: server.protocolVersion,
      timeoutMs: call.timeoutMs,
      signal: call.signal,
      policy: call.policy,
    },
    toolName: target.toolName,
    arguments: isJsonObject(given) ? given : {},
    inputSchema: target.inputSchema,
    offeredSchema: target.offeredSchema,
    idempotencyKey: call.idempotencyKey,
  });
  return { status: 200, headers: {}, body };
}
