import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject } from "@/server/domain/json";
import type { BindingChange, ToolSettings } from "@/server/domain/tools/tool-definition";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { checkDefinition } from "@/server/services/tools/create-tool";
import { mergeHeaders, requireSecretsStayHome } from "@/server/services/tools/header-secrets";
import { addressOf, definitionOf } from "@/server/services/tools/version-content";
import { auditOf, inTransaction, lockTool, requireToolAuthor, usedVersion } from "@/server/services/tools/tool-scope";
import { bindingConfigOf } from "@/server/tools/stored-tool";

/**
 * Changes how a tool is handled, whichever its version. Allowing an MCP tool is by itself no acceptance of a change that its
 * server made. @throws DomainError forbidden, not_found, invalid_input
 */
export async function changeToolSettings(
  principal: Principal,
  id: string,
  { isAllowed, ...settings }: ToolSettings & { isAllowed?: boolean },
  outer?: Transaction,
): Promise<void> {
  requireToolAuthor(principal);
  await inTransaction(outer, async (tx) => {
    const tool = await lockTool(principal, id, tx);
    if (isAllowed !== undefined && !tool.mcpServer)
      throw new DomainError(
        "invalid_input",
        "Only the tools of MCP servers are allowed one by one. Archive this one instead.",
      );
    const change = { ...settings, ...(isAllowed === undefined ? {} : { isAllowed }) };
    await tx.tool.update({ where: { id }, data: change });
    await recordAudit(auditOf(principal, id, "tool.settings", { name: tool.name, ...change }), tx);
  });
}

/** Changes where a tool's calls go and what credentials they carry. @throws DomainError forbidden, not_found, invalid_input */
export async function configureBinding(
  principal: Principal,
  id: string,
  change: BindingChange,
  outer?: Transaction,
): Promise<void> {
  requireToolAuthor(principal);
  await inTransaction(outer, async (tx) => {
    const tool = await lockTool(principal, id, tx);
    if (tool.mcpServer)
      throw new DomainError(
        "invalid_input",
        "Address and headers of this tool belong to its MCP server. Change them there.",
      );
    const { version, binding } = usedVersion(tool);
    const stored = bindingConfigOf(binding.config);
    const baseUrl = change.baseUrl ?? stored.base_url;
    const definition = checkDefinition(definitionOf(version), baseUrl);
    requireSecretsStayHome({
      from: addressOf(definition, stored.base_url),
      to: addressOf(definition, baseUrl),
      stored: stored.headers ?? {},
      changes: change.headers,
    });
    const headers = mergeHeaders(stored.headers ?? {}, change.headers);
    const others = isJsonObject(binding.config) ? binding.config : {};
    const { base_url: _address, ...kept } = others;
    await tx.toolBinding.update({
      where: { id: binding.id },
      data: { config: { ...kept, ...(baseUrl ? { base_url: baseUrl } : {}), headers } },
    });
    const details = { name: tool.name, baseUrl: baseUrl ?? "", headers: Object.keys(headers) };
    await recordAudit(auditOf(principal, id, "tool.binding", details), tx);
  });
}

/**
 * Puts a tool out of use: workflows that still name it fail with a sentence. Its name becomes free, and its versions stay for
 * the runs that used them. @throws DomainError forbidden, not_found
 */
export async function archiveTool(principal: Principal, id: string): Promise<void> {
  requireToolAuthor(principal);
  await db.$transaction(async (tx) => {
    const tool = await lockTool(principal, id, tx);
    if (tool.archivedAt) return;
    if (tool.mcpServer)
      throw new DomainError("invalid_input", "A tool of an MCP server is turned off, or archived with its server.");
    await tx.tool.update({ where: { id }, data: { archivedAt: new Date(), name: archivedName(tool.name, id) } });
    await recordAudit(auditOf(principal, id, "tool.archive", { name: tool.name }), tx);
  });
}

/** No name that a tool can be given, so that it never stands in the way of one. */
export function archivedName(name: string, id: string): string {
  return `${name} ~${id.slice(-8)}`;
}
