import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { ToolDefinition } from "@/server/domain/tools/tool-definition";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { checkDefinition, writeVersion } from "@/server/services/tools/create-tool";
import { requireSecretsStayHome } from "@/server/services/tools/header-secrets";
import {
  auditOf,
  type FoundTool,
  inTransaction,
  lockTool,
  requireToolAuthor,
  usedVersion,
} from "@/server/services/tools/tool-scope";
import { addressOf, definitionOf } from "@/server/services/tools/version-content";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";
import { bindingConfigOf } from "@/server/tools/stored-tool";

/**
 * Stores a new version of an HTTP tool and uses it from now on. Saving what is in use already makes no version.
 * @throws DomainError forbidden, not_found, invalid_input
 */
export async function saveVersion(
  principal: Principal,
  id: string,
  definition: ToolDefinition,
): Promise<{ number: number; isNew: boolean }> {
  requireToolAuthor(principal);
  return db.$transaction(async (tx) => {
    const tool = await lockTool(principal, id, tx);
    if (tool.mcpServer)
      throw new DomainError(
        "invalid_input",
        "The versions of this tool are what its MCP server offers. Refresh the server.",
      );
    const { version, binding } = usedVersion(tool);
    if (version.hash === hashOfDocument(definition)) return { number: version.number, isNew: false };
    requireSameHome(tool, definition);
    const number = (tool.versions[0]?.number ?? 0) + 1;
    const versionId = await writeVersion(tx, principal, { toolId: id, number, definition });
    await tx.toolBinding.update({ where: { id: binding.id }, data: { toolVersionId: versionId } });
    await tx.tool.update({ where: { id }, data: { description: definition.description } });
    await recordAudit(auditOf(principal, id, "tool.version", { name: tool.name, number }), tx);
    return { number, isNew: true };
  });
}

/** Makes calls with another stored version from now on. @throws DomainError forbidden, not_found, invalid_input */
export async function chooseVersion(
  principal: Principal,
  id: string,
  number: number,
  outer?: Transaction,
): Promise<void> {
  requireToolAuthor(principal);
  await inTransaction(outer, async (tx) => {
    const tool = await lockTool(principal, id, tx);
    const chosen = tool.versions.find((version) => version.number === number);
    if (!chosen) throw new DomainError("not_found", `The tool "${tool.name}" has no version ${number}.`);
    if (tool.mcpServer)
      throw new DomainError("invalid_input", "An MCP tool is used as it was accepted last: its server knows no other.");
    requireSameHome(tool, definitionOf(chosen));
    await tx.toolBinding.update({
      where: { id: usedVersion(tool).binding.id },
      data: { toolVersionId: chosen.id },
    });
    await recordAudit(auditOf(principal, id, "tool.use_version", { name: tool.name, number }), tx);
  });
}

/** @throws DomainError invalid_input when the definition sends the stored headers to another server. */
function requireSameHome(tool: FoundTool, definition: ToolDefinition): void {
  const { version, binding } = usedVersion(tool);
  const config = bindingConfigOf(binding.config);
  checkDefinition(definition, config.base_url);
  requireSecretsStayHome({
    from: addressOf(definitionOf(version), config.base_url),
    to: addressOf(definition, config.base_url),
    stored: config.headers ?? {},
  });
}
