import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { JsonObject } from "@/server/domain/json";
import type { Principal } from "@/server/services/access/principal";

/** Tools belong to a tenant and are shared in it: what changes one changes it for everybody, which viewers may not. */
export function requireToolAuthor(principal: Principal): void {
  if (principal.role === "viewer")
    throw new DomainError("forbidden", "Only authors and administrators can change tools.");
}

const withVersions = {
  mcpServer: { select: { id: true, name: true, url: true } },
  versions: {
    orderBy: { number: "desc" },
    include: { bindings: { where: { archivedAt: null }, orderBy: { createdAt: "asc" } } },
  },
} as const;

/** @throws DomainError not_found, also for what belongs to another tenant. */
export async function findTool(principal: Principal, id: string, client: Transaction | typeof db = db) {
  const tool = await client.tool.findFirst({ where: { id, tenantId: principal.tenantId }, include: withVersions });
  if (!tool) throw new DomainError("not_found", "There is no such tool.");
  return tool;
}

export type FoundTool = Awaited<ReturnType<typeof findTool>>;
export type FoundVersion = FoundTool["versions"][number];

export function findTools(principal: Principal, { isArchived }: { isArchived: boolean }): Promise<FoundTool[]> {
  return db.tool.findMany({
    where: { tenantId: principal.tenantId, archivedAt: isArchived ? { not: null } : null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: withVersions,
  });
}

/** The version that calls are made with, and the binding that says so. A tool has one binding in its tenant. */
export function usedVersion(tool: FoundTool): { version: FoundVersion; binding: FoundVersion["bindings"][number] } {
  for (const version of tool.versions) {
    const [binding] = version.bindings;
    if (binding) return { version, binding };
  }
  throw new DomainError("tool_not_found", `The tool "${tool.name}" has no version in use.`);
}

/** Changes of one tool wait for each other, so that version numbers are given out once. */
export async function lockTool(principal: Principal, id: string, tx: Transaction): Promise<FoundTool> {
  await tx.$queryRaw`select id from tool where id = ${id} and tenant_id = ${principal.tenantId} for update`;
  return findTool(principal, id, tx);
}

/** The audit row of a change of a tool, or of an MCP server. */
export function auditOf(principal: Principal, resourceId: string, action: string, details: JsonObject) {
  const { tenantId, personId: actorId } = principal;
  const resource = action.split(".")[0] ?? action;
  return { tenantId, actorId, action, resource, resourceId, outcome: "done", details } as const;
}

/** Works in the caller's transaction, or in one of its own. */
export function inTransaction<Value>(
  tx: Transaction | undefined,
  work: (tx: Transaction) => Promise<Value>,
): Promise<Value> {
  return tx ? work(tx) : db.$transaction(work);
}
