import type { z } from "zod";
import type { ToolDefinition } from "@/server/domain/tools/tool-definition";
import type { toolAnswer, toolPageAnswer, toolVersionBody, toolVersionsAnswer } from "@/server/http/tool-contracts";
import type { ToolDetail, ToolListItem } from "@/server/services/tools/tool-view";

/** A tool of a list as the REST API tells it. */
export function toToolItem(tool: ToolListItem): z.input<typeof toolPageAnswer>["items"][number] {
  return {
    id: tool.id,
    binding_id: tool.bindingId,
    name: tool.name,
    description: tool.description,
    kind: tool.kind,
    host: tool.target?.host ?? null,
    server: tool.server?.name ?? null,
    allowed: tool.isAllowed,
    archived: tool.isArchived,
    needs_approval: tool.needsApproval,
    on_uncertain: tool.onUncertain,
    version: tool.version,
    offer: tool.offer,
    input_schema: tool.inputSchema,
  };
}

export function toToolAnswer(tool: ToolDetail): z.input<typeof toolAnswer> {
  return {
    ...toToolItem(tool),
    binding: { base_url: tool.binding.baseUrl, header_names: tool.binding.headerNames },
    versions: toVersions(tool),
  };
}

export function toVersions(tool: ToolDetail): z.input<typeof toolVersionsAnswer>["items"] {
  return tool.versions.map((version) => ({
    number: version.number,
    used: version.isUsed,
    description: version.description,
    input_schema: version.inputSchema,
    invoke_config_json: version.invokeConfig,
    created_at: version.createdAt.toISOString(),
  }));
}

export function toDefinition(body: z.output<typeof toolVersionBody>): ToolDefinition {
  return {
    description: body.description,
    inputSchema: body.input_schema,
    invokeConfig: body.invoke_config_json,
  };
}
