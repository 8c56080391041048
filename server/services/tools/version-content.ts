import { isJsonObject } from "@/server/domain/json";
import { invokeConfigSchema } from "@/server/domain/nodes/config-fields";
import { resolveHttpRequest } from "@/server/domain/nodes/http-request";
import type { ToolDefinition } from "@/server/domain/tools/tool-definition";
import type { FoundVersion } from "@/server/services/tools/tool-scope";

/** What a stored version of an HTTP tool is made of. */
export function definitionOf(version: FoundVersion): ToolDefinition {
  return {
    description: version.description,
    inputSchema: isJsonObject(version.inputSchema) ? version.inputSchema : {},
    invokeConfig: invokeConfigSchema.safeParse(version.invokeConfig).data ?? {},
  };
}

/** Where its calls go; undefined when it has no usable address. */
export function addressOf(definition: ToolDefinition, baseUrl: string | undefined): string | undefined {
  const resolved = resolveHttpRequest({
    config: {},
    invokeConfig: definition.invokeConfig,
    bindingConfig: baseUrl ? { base_url: baseUrl } : {},
  });
  return resolved.ok ? resolved.value.url : undefined;
}
