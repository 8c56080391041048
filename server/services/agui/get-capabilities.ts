import type { AgentCapabilities } from "@ag-ui/core";
import { db } from "@/server/db";
import { describeCapabilities } from "@/server/domain/agui/describe-capabilities";
import { DomainError } from "@/server/domain/errors";
import { parseConfigOf, resolveKind } from "@/server/domain/nodes/registry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { readDraft } from "@/server/services/workflows/get-workflow";

/** What the live version of an app can do. @throws DomainError not_found */
export async function getCapabilities(principal: Principal, appCode: string): Promise<AgentCapabilities> {
  const { tenantId, personId: ownerId } = principal;
  const app = await db.app.findFirst({
    where: { tenantId, ownerId, code: appCode, archivedAt: null },
    include: { liveVersion: { select: { number: true, dsl: true } } },
  });
  if (!app) throw new DomainError("not_found", `There is no published app "${appCode}".`);
  const { nodes } = readDraft(app.liveVersion.dsl);
  const agents = nodes.filter((node) => resolveKind(node.type) === "agent").flatMap(agentFacts);
  const bindingIds = agents.flatMap((agent) => agent.bindingIds);
  return describeCapabilities({
    name: app.name,
    description: app.description,
    version: String(app.liveVersion.number ?? ""),
    appCode,
    kinds: new Set(nodes.flatMap((node) => resolveKind(node.type) ?? [])),
    canInterrupt:
      nodes.some((node) => resolveKind(node.type) === "human-input") ||
      agents.some((agent) => agent.asksFirst) ||
      (await anyNeedsApproval(tenantId, bindingIds)),
    delegates: agents.some((agent) => agent.delegates),
    ...(agents.length > 0 ? { mostRounds: Math.max(...agents.map((agent) => agent.mostRounds)) } : {}),
  });
}

function agentFacts(node: WorkflowNode) {
  const config = parseConfigOf("agent", node.config);
  if (!config.ok) return [];
  const { tools, max_rounds: mostRounds } = config.value;
  return [
    {
      mostRounds,
      asksFirst: tools.some((tool) => tool.needs_approval),
      delegates: tools.some((tool) => "app_code" in tool),
      bindingIds: tools.flatMap((tool) => ("tool_binding_id" in tool ? [tool.tool_binding_id] : [])),
    },
  ];
}

async function anyNeedsApproval(tenantId: string, bindingIds: string[]): Promise<boolean> {
  if (bindingIds.length === 0) return false;
  const found = await db.toolBinding.findFirst({
    where: { tenantId, id: { in: bindingIds }, toolVersion: { tool: { needsApproval: true } } },
    select: { id: true },
  });
  return found !== null;
}
