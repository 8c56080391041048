import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { type McpLook, offersTimeout, requireFreeServerName } from "@/server/services/tools/add-mcp-server";
import { archivedName } from "@/server/services/tools/change-tool";
import { mergeHeaders, requireSecretsStayHome } from "@/server/services/tools/header-secrets";
import { findMcpServer } from "@/server/services/tools/mcp-server-view";
import { hashOfOffer, pinOffer, storeOffers } from "@/server/services/tools/store-offers";
import { readOffer } from "@/server/services/tools/tool-offer";
import { auditOf, lockTool, requireToolAuthor, usedVersion } from "@/server/services/tools/tool-scope";
import { textHeaders } from "@/server/tools/stored-tool";
import { discoverTools } from "@/server/tools/mcp/list-tools";

/**
 * Looks again at what a server offers. A failure is kept with the server, so that the list shows it.
 * @throws DomainError forbidden, not_found, and as `discoverTools`
 */
export async function refreshMcpServer(principal: Principal, id: string): Promise<McpLook> {
  requireToolAuthor(principal);
  const server = await findMcpServer(principal, id);
  const discovery = await discoverTools({ url: server.url, headers: textHeaders(server.headers) }).catch(
    async (error: unknown) => {
      const lastError = error instanceof DomainError ? error.message : "Something failed on this server.";
      await db.mcpServer.update({ where: { id }, data: { lastError, checkedAt: new Date() } });
      throw error;
    },
  );
  const { tools, leftOut, ...facts } = discovery;
  const counts = await db.$transaction(async (tx) => {
    await tx.$queryRaw`select id from mcp_server where id = ${id} for update`;
    await tx.mcpServer.update({ where: { id }, data: { ...facts, lastError: null, checkedAt: new Date() } });
    return storeOffers(tx, principal, server, tools);
  }, offersTimeout);
  return { id, ...counts, leftOut };
}

/** @throws DomainError forbidden, not_found, name_taken, invalid_input */
export async function changeMcpServer(
  principal: Principal,
  id: string,
  change: { name?: string; url?: string; headers?: HeaderChanges },
): Promise<void> {
  requireToolAuthor(principal);
  const server = await findMcpServer(principal, id);
  if (change.name !== undefined) await requireFreeServerName(principal, change.name, id);
  const stored = textHeaders(server.headers);
  const url = change.url ?? server.url;
  requireSecretsStayHome({ from: server.url, to: url, stored, changes: change.headers });
  const headers = mergeHeaders(stored, change.headers);
  await db.$transaction(async (tx) => {
    // Another address may speak another revision of the protocol: it is asked again at the next call.
    const isMoved = url !== server.url;
    await tx.mcpServer.update({
      where: { id },
      data: { name: change.name ?? server.name, url, headers, ...(isMoved ? { protocolVersion: null } : {}) },
    });
    const details = { name: change.name ?? server.name, url, headers: Object.keys(headers) };
    await recordAudit(auditOf(principal, id, "mcp_server.change", details), tx);
  });
}

/** Puts a server and its tools out of use; their names become free. @throws DomainError forbidden, not_found */
export async function archiveMcpServer(principal: Principal, id: string): Promise<void> {
  requireToolAuthor(principal);
  const server = await findMcpServer(principal, id);
  await db.$transaction(async (tx) => {
    const archivedAt = new Date();
    await tx.mcpServer.update({ where: { id }, data: { archivedAt, name: archivedName(server.name, id) } });
    for (const tool of server.tools) {
      await tx.tool.update({ where: { id: tool.id }, data: { archivedAt, name: archivedName(tool.name, tool.id) } });
    }
    await recordAudit(auditOf(principal, id, "mcp_server.archive", { name: server.name }), tx);
  }, offersTimeout);
}

/**
 * Uses what the server offers now in place of the pinned version. `hash` names what the person has seen.
 * @throws DomainError forbidden, not_found, version_conflict when the server's offer has changed since.
 */
export async function acceptOffer(principal: Principal, toolId: string, hash: string): Promise<{ number: number }> {
  requireToolAuthor(principal);
  return db.$transaction(async (tx) => {
    const tool = await lockTool(principal, toolId, tx);
    const offer = readOffer(tool.offer);
    const { version } = usedVersion(tool);
    if (offer?.state !== "changed" || offer.hash !== hash)
      throw new DomainError("version_conflict", "What the server offers is not what was shown. Look at it again.");
    const offered = {
      name: tool.remoteName ?? tool.name,
      description: offer.description,
      inputSchema: offer.inputSchema,
    };
    if (hashOfOffer(offered) !== hash)
      throw new DomainError("version_conflict", "The stored offer is not whole. Refresh the server.");
    const number = await pinOffer(tx, principal, tool, offered);
    const details = { name: tool.name, from: version.number, to: number };
    await recordAudit(auditOf(principal, toolId, "tool.accept_change", details), tx);
    return { number };
  });
}
