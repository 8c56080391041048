import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { resolveHttpRequest } from "@/server/domain/nodes/http-request";
import type { BindingChange, ToolDefinition, ToolSettings } from "@/server/domain/tools/tool-definition";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { checkedHeaders, mergeHeaders } from "@/server/services/tools/header-secrets";
import { auditOf, requireToolAuthor } from "@/server/services/tools/tool-scope";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";

export interface NewHttpTool extends ToolSettings {
  name: string;
  definition: ToolDefinition;
  binding?: BindingChange;
}

/** Stores an HTTP tool with its first version, ready to be used. @throws DomainError forbidden, name_taken, invalid_input */
export async function createTool(principal: Principal, tool: NewHttpTool): Promise<{ id: string; bindingId: string }> {
  requireToolAuthor(principal);
  const headers = mergeHeaders({}, tool.binding?.headers);
  const baseUrl = tool.binding?.baseUrl;
  const definition = checkDefinition(tool.definition, baseUrl);
  const id = newId();
  const bindingId = newId();
  await db.$transaction(async (tx) => {
    await requireFreeName(tx, principal, tool.name);
    await tx.tool.create({
      data: {
        id,
        tenantId: principal.tenantId,
        ownerId: principal.personId,
        kind: "http",
        name: tool.name,
        description: definition.description,
        needsApproval: tool.needsApproval ?? false,
        onUncertain: tool.onUncertain ?? "retry",
      },
    });
    const versionId = await writeVersion(tx, principal, { toolId: id, number: 1, definition });
    await tx.toolBinding.create({
      data: {
        id: bindingId,
        tenantId: principal.tenantId,
        ownerId: principal.personId,
        toolVersionId: versionId,
        name: tool.name,
        config: { ...(baseUrl ? { base_url: baseUrl } : {}), headers },
      },
    });
    await recordAudit(auditOf(principal, id, "tool.create", { name: tool.name }), tx);
  });
  return { id, bindingId };
}

/** @throws DomainError invalid_input when no call could ever be made of it. */
export function checkDefinition(definition: ToolDefinition, baseUrl: string | undefined): ToolDefinition {
  const resolved = resolveHttpRequest({
    config: {},
    invokeConfig: definition.invokeConfig,
    bindingConfig: baseUrl ? { base_url: baseUrl } : {},
  });
  if (!resolved.ok) {
    throw new DomainError("invalid_input", resolved.issues.map((issue) => issue.message).join(" "), {
      details: { issues: resolved.issues },
    });
  }
  checkedHeaders(definition.invokeConfig.headers ?? {});
  return definition;
}

/** @returns the new version's id. */
export async function writeVersion(
  tx: Transaction,
  principal: Principal,
  { toolId, number, definition }: { toolId: string; number: number; definition: ToolDefinition },
): Promise<string> {
  const { id } = await tx.toolVersion.create({
    data: {
      id: newId(),
      tenantId: principal.tenantId,
      toolId,
      number,
      hash: hashOfDocument(definition),
      ...definition,
    },
    select: { id: true },
  });
  return id;
}

/** @throws DomainError name_taken */
export async function requireFreeName(tx: Transaction, principal: Principal, name: string): Promise<void> {
  const taken = await tx.tool.findFirst({ where: { tenantId: principal.tenantId, name }, select: { id: true } });
  if (taken) throw new DomainError("name_taken", `There is a tool named ${name} already. Choose another name.`);
}
