import { DomainError } from "@/server/domain/errors";
import { isDeeperThan, isJsonObject, type JsonObject, maxJsonDepth } from "@/server/domain/json";
import { sanitiseJson, sanitiseText } from "@/server/domain/text";
import { type McpConnection, withMcpClient } from "./mcp-client";

/** A tool as a server offers it. */
export interface OfferedTool {
  name: string;
  description: string;
  inputSchema: JsonObject;
}

export interface Discovery {
  serverName: string | null;
  serverVersion: string | null;
  protocolVersion: string | null;
  tools: OfferedTool[];
  /** Names of what was offered and cannot be used: too large, too deep, or named twice. */
  leftOut: string[];
}

const maximumTools = 500;
const longestName = 128;
const longestDescription = 20_000;
const largestSchema = 128 * 1024;

/**
 * Asks a server who it is and what it offers, all pages of it.
 * @throws DomainError as `withMcpClient`; tool_protocol_error when the list does not end.
 */
export function discoverTools(connection: McpConnection): Promise<Discovery> {
  // Asked afresh, whatever is known: servers are upgraded.
  return withMcpClient({ ...connection, protocolVersion: null }, async (client, options) => {
    const { tools: offered } = await client.listTools(undefined, { ...options, cacheMode: "bypass" });
    if (offered.length > maximumTools)
      throw new DomainError("tool_protocol_error", `The server offers more than ${maximumTools} tools.`);
    const server = client.getServerVersion();
    return {
      serverName: server ? sanitiseText(server.name).slice(0, 200) : null,
      serverVersion: server ? sanitiseText(server.version).slice(0, 100) : null,
      protocolVersion: client.getNegotiatedProtocolVersion() ?? null,
      ...usable(offered),
    };
  });
}

function usable(offered: { name: string; description?: string; inputSchema: unknown }[]) {
  const tools = new Map<string, OfferedTool>();
  const leftOut: string[] = [];
  for (const { name, description = "", inputSchema } of offered) {
    const isUsable =
      name.length > 0 &&
      name.length <= longestName &&
      name === sanitiseText(name) &&
      !tools.has(name) &&
      isJsonObject(inputSchema) &&
      !isDeeperThan(inputSchema, maxJsonDepth - 8) &&
      JSON.stringify(inputSchema).length <= largestSchema;
    if (!isUsable) {
      leftOut.push(sanitiseText(name).slice(0, longestName));
      continue;
    }
    const schema = sanitiseJson(inputSchema);
    tools.set(name, {
      name,
      description: sanitiseText(description).slice(0, longestDescription),
      inputSchema: isJsonObject(schema) ? schema : {},
    });
  }
  return { tools: [...tools.values()], leftOut };
}
