import type { UncertaintyPolicy } from "@/server/domain/agent/uncertainty";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import { type InvokeConfig, invokeConfigSchema } from "@/server/domain/nodes/config-fields";
import { resolveHttpRequest } from "@/server/domain/nodes/http-request";
import { compareDefinitions, type DefinitionChange } from "@/server/domain/tools/compare-definitions";
import { bindingConfigOf, uncertaintyOf } from "@/server/tools/stored-tool";
import { readOffer } from "@/server/services/tools/tool-offer";
import { type FoundTool, type FoundVersion, usedVersion } from "@/server/services/tools/tool-scope";

export interface ToolListItem {
  id: string;
  /** What workflows name. */
  bindingId: string;
  name: string;
  description: string;
  kind: "http" | "mcp";
  /** Where calls go, without query or credentials; null when the tool has no usable address. */
  target: { method: string; host: string; url: string } | null;
  server: { id: string; name: string } | null;
  isAllowed: boolean;
  isArchived: boolean;
  needsApproval: boolean;
  onUncertain: UncertaintyPolicy;
  version: number;
  versionCount: number;
  /** Of an MCP tool: what its server offers by now. */
  offer: "same" | "changed" | "gone";
  inputSchema: JsonObject;
  usedBy: { id: string; name: string }[];
}

export interface ToolVersionView {
  number: number;
  isUsed: boolean;
  description: string;
  inputSchema: JsonObject;
  invokeConfig: InvokeConfig;
  createdAt: Date;
}

export interface ToolDetail extends ToolListItem {
  remoteName: string | null;
  versions: ToolVersionView[];
  binding: { baseUrl: string; headerNames: string[] };
  /** What the server offers now, where that is not the version in use; `hash` is what an acceptance names. */
  change: { hash: string; differences: DefinitionChange[] } | null;
}

export function toListItem(tool: FoundTool, usedBy: ToolListItem["usedBy"]): ToolListItem {
  const { version, binding } = usedVersion(tool);
  return {
    id: tool.id,
    bindingId: binding.id,
    name: tool.name,
    description: descriptionOf(tool, version),
    kind: tool.mcpServer ? "mcp" : "http",
    target: targetOf(tool),
    server: tool.mcpServer ? { id: tool.mcpServer.id, name: tool.mcpServer.name } : null,
    isAllowed: tool.isAllowed,
    isArchived: tool.archivedAt !== null,
    needsApproval: tool.needsApproval,
    onUncertain: uncertaintyOf(tool.onUncertain),
    version: version.number,
    versionCount: tool.versions.length,
    offer: readOffer(tool.offer)?.state ?? "same",
    inputSchema: schemaOf(version),
    usedBy,
  };
}

export function toDetail(tool: FoundTool, usedBy: ToolListItem["usedBy"]): ToolDetail {
  const { version, binding } = usedVersion(tool);
  const config = bindingConfigOf(binding.config);
  const offer = readOffer(tool.offer);
  return {
    ...toListItem(tool, usedBy),
    remoteName: tool.remoteName,
    versions: tool.versions.map((one) => ({
      number: one.number,
      isUsed: one.id === version.id,
      description: descriptionOf(tool, one),
      inputSchema: schemaOf(one),
      invokeConfig: invokeConfigOf(one),
      createdAt: one.createdAt,
    })),
    binding: { baseUrl: config.base_url ?? "", headerNames: Object.keys(config.headers ?? {}) },
    change:
      offer?.state === "changed"
        ? {
            hash: offer.hash,
            differences: compareDefinitions(
              { description: descriptionOf(tool, version), inputSchema: schemaOf(version) },
              offer,
            ),
          }
        : null,
  };
}

/** The address that a call goes to, as far as it is known before there are arguments. */
export function targetOf(tool: FoundTool): ToolListItem["target"] {
  const { version, binding } = usedVersion(tool);
  if (tool.mcpServer) return shownTarget("MCP", tool.mcpServer.url);
  const request = resolveHttpRequest({
    config: {},
    invokeConfig: invokeConfigOf(version),
    bindingConfig: bindingConfigOf(binding.config),
  });
  return request.ok ? shownTarget(request.value.method, request.value.url) : null;
}

/** A relative address is one of this server's own. */
function shownTarget(method: string, address: string): ToolListItem["target"] {
  if (!URL.canParse(address)) return { method, host: "this server", url: address.split("?")[0] ?? address };
  const url = new URL(address);
  return { method, host: url.host, url: `${url.origin}${decodePlaces(url.pathname)}` };
}

/** `{name}` places are encoded by the URL parser; a person should see them as written. */
function decodePlaces(path: string): string {
  return path.replaceAll("%7B", "{").replaceAll("%7D", "}");
}

function descriptionOf(tool: FoundTool, version: FoundVersion): string {
  return version.description || tool.description;
}

function schemaOf(version: FoundVersion): JsonObject {
  return isJsonObject(version.inputSchema) ? version.inputSchema : {};
}

function invokeConfigOf(version: FoundVersion): InvokeConfig {
  return invokeConfigSchema.safeParse(version.invokeConfig).data ?? {};
}
