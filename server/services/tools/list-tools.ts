import type { Principal } from "@/server/services/access/principal";
import { findTool, findTools, usedVersion } from "@/server/services/tools/tool-scope";
import { type ToolDetail, type ToolListItem, toDetail, toListItem } from "@/server/services/tools/tool-view";
import { findUses } from "@/server/services/tools/used-by";

/** The tenant's tools by name. `query` looks in names, descriptions and hosts. */
export async function listTools(
  principal: Principal,
  { query = "", isArchived = false }: { query?: string; isArchived?: boolean } = {},
): Promise<ToolListItem[]> {
  const tools = await findTools(principal, { isArchived });
  const uses = await findUses(
    principal,
    tools.map((tool) => usedVersion(tool).binding.id),
  );
  const words = query.trim().toLowerCase();
  return tools
    .map((tool) => toListItem(tool, uses.get(usedVersion(tool).binding.id) ?? []))
    .filter(({ name, description, target, server }) =>
      [name, description, target?.host, server?.name].some((text) => text?.toLowerCase().includes(words)),
    );
}

/** @throws DomainError not_found */
export async function getTool(principal: Principal, id: string): Promise<ToolDetail> {
  const tool = await findTool(principal, id);
  const bindingId = usedVersion(tool).binding.id;
  const uses = await findUses(principal, [bindingId]);
  return toDetail(tool, uses.get(bindingId) ?? []);
}
