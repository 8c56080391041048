import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { textHeaders } from "@/server/tools/stored-tool";

export interface McpServerView {
  id: string;
  name: string;
  url: string;
  host: string;
  /** Names alone: their values are never shown again. */
  headerNames: string[];
  serverName: string | null;
  serverVersion: string | null;
  protocolVersion: string | null;
  /** Why the last look failed, as a sentence. */
  lastError: string | null;
  checkedAt: Date | null;
  toolCount: number;
  allowedCount: number;
  changedCount: number;
}

const withTools = { tools: { where: { archivedAt: null } } } as const;

/** @throws DomainError not_found, also for what belongs to another tenant. */
export async function findMcpServer(principal: Principal, id: string, client: Transaction | typeof db = db) {
  const server = await client.mcpServer.findFirst({
    where: { id, tenantId: principal.tenantId, archivedAt: null },
    include: withTools,
  });
  if (!server) throw new DomainError("not_found", "There is no such MCP server.");
  return server;
}

/** The tenant's MCP servers by name. Reads what is stored; asks no server. */
export async function listMcpServers(principal: Principal): Promise<McpServerView[]> {
  const servers = await db.mcpServer.findMany({
    where: { tenantId: principal.tenantId, archivedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: withTools,
  });
  return servers.map(toServerView);
}

export function toServerView(server: Awaited<ReturnType<typeof findMcpServer>>): McpServerView {
  const { tools, url } = server;
  return {
    id: server.id,
    name: server.name,
    url,
    host: URL.canParse(url) ? new URL(url).host : url,
    headerNames: Object.keys(textHeaders(server.headers)),
    serverName: server.serverName,
    serverVersion: server.serverVersion,
    protocolVersion: server.protocolVersion,
    lastError: server.lastError,
    checkedAt: server.checkedAt,
    toolCount: tools.length,
    allowedCount: tools.filter((tool) => tool.isAllowed).length,
    changedCount: tools.filter((tool) => tool.isAllowed && tool.offer !== null).length,
  };
}
