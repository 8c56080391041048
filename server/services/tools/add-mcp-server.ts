import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { HeaderChanges } from "@/server/domain/tools/tool-definition";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { mergeHeaders } from "@/server/services/tools/header-secrets";
import { storeOffers } from "@/server/services/tools/store-offers";
import { auditOf, requireToolAuthor } from "@/server/services/tools/tool-scope";
import { discoverTools } from "@/server/tools/mcp/list-tools";

export interface NewMcpServer {
  name: string;
  url: string;
  headers?: HeaderChanges;
}

/** What a look at a server came to. */
export interface McpLook {
  id: string;
  added: number;
  changed: number;
  gone: number;
  /** Names of offered tools that can not be used. */
  leftOut: string[];
}

/** A server may offer hundreds of tools, each with rows of its own. */
export const offersTimeout = { timeout: 60_000 };

/**
 * Looks at a server and stores it with what it offers, every tool turned off. Nothing is stored when it cannot be reached.
 * @throws DomainError forbidden, name_taken, invalid_input, and as `discoverTools`
 */
export async function addMcpServer(
  principal: Principal,
  { name, url, headers: given }: NewMcpServer,
): Promise<McpLook> {
  requireToolAuthor(principal);
  const headers = mergeHeaders({}, given);
  await requireFreeServerName(principal, name);
  const { tools, leftOut, ...facts } = await discoverTools({ url, headers });
  const id = newId();
  const counts = await db.$transaction(async (tx) => {
    await tx.mcpServer.create({
      data: {
        id,
        tenantId: principal.tenantId,
        ownerId: principal.personId,
        name,
        url,
        headers,
        ...facts,
        checkedAt: new Date(),
      },
    });
    await recordAudit(auditOf(principal, id, "mcp_server.add", { name, url, tools: tools.length }), tx);
    return storeOffers(tx, principal, { id, name }, tools);
  }, offersTimeout);
  return { id, ...counts, leftOut };
}

/** @throws DomainError name_taken */
export async function requireFreeServerName(principal: Principal, name: string, exceptId?: string): Promise<void> {
  const taken = await db.mcpServer.findFirst({
    where: { tenantId: principal.tenantId, name, ...(exceptId ? { id: { not: exceptId } } : {}) },
    select: { id: true },
  });
  if (taken) throw new DomainError("name_taken", `There is an MCP server named ${name} already. Choose another name.`);
}
