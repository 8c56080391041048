import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { JsonObject } from "@/server/domain/json";
import { inputsSchema } from "@/server/domain/workflow/inputs-schema";
import { workflowSchema } from "@/server/domain/workflow/schema";
import { env } from "@/server/env";
import type { Principal } from "@/server/services/access/principal";

/** An app as MCP clients see it. */
export interface AppTool {
  code: string;
  name: string;
  description: string;
  inputSchema: JsonObject;
}

/** An app as its owner sees it: whether it is served, and where. */
export interface ServedApp {
  code: string;
  name: string;
  workflowId: string;
  isServed: boolean;
}

/** Where MCP clients find the apps of this installation. */
export function mcpAddress(): string {
  return `${env.origin}/api/v1/mcp`;
}

function ownApps(principal: Principal) {
  const { tenantId, personId: ownerId } = principal;
  return { tenantId, ownerId, archivedAt: null, workflow: { archivedAt: null } };
}

/** The published apps that are offered to MCP clients, by code. */
export async function listAppTools(principal: Principal): Promise<AppTool[]> {
  const apps = await db.app.findMany({
    where: { ...ownApps(principal), isMcpTool: true },
    orderBy: { code: "asc" },
    include: { liveVersion: { select: { dsl: true } } },
  });
  return apps.map(({ code, name, description, liveVersion }) => ({
    code,
    name,
    description: description || name,
    inputSchema: inputsSchema(workflowSchema.safeParse(liveVersion.dsl).data?.inputs ?? []),
  }));
}

/** @throws DomainError tool_not_found when no such app is offered. */
export async function requireAppTool(principal: Principal, code: string): Promise<void> {
  const app = await db.app.findFirst({ where: { ...ownApps(principal), isMcpTool: true, code }, select: { id: true } });
  if (!app) throw new DomainError("tool_not_found", `There is no tool named "${code}".`);
}

/** Every published app with whether it is served, by name. */
export async function listServedApps(principal: Principal): Promise<{ address: string; apps: ServedApp[] }> {
  const apps = await db.app.findMany({ where: ownApps(principal), orderBy: [{ name: "asc" }, { id: "asc" }] });
  return {
    address: mcpAddress(),
    apps: apps.map(({ code, name, workflowId, isMcpTool }) => ({ code, name, workflowId, isServed: isMcpTool })),
  };
}

/** Offers an app to MCP clients, or no longer. @throws DomainError not_found */
export async function serveApp(principal: Principal, code: string, isServed: boolean): Promise<void> {
  const { count } = await db.app.updateMany({
    where: { tenantId: principal.tenantId, ownerId: principal.personId, archivedAt: null, code },
    data: { isMcpTool: isServed },
  });
  if (count === 0) throw new DomainError("not_found", `There is no published app "${code}".`);
}
