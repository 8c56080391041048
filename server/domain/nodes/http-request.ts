import { DomainError } from "../errors";
import { isJsonObject, type Json, type JsonObject } from "../json";
import { type Result, ok, refuse } from "../result";
import { hasPlaceholder, renderValue } from "../template/render";
import { type httpMethods, type InvokeConfig, invokeConfigSchema } from "./config-fields";
import type { RunContext } from "./outcome";

type HttpMethod = (typeof httpMethods)[number];

/** Whether a method changes nothing at the receiver, so that a repeated call needs no record. */
export function isSafeMethod(method: HttpMethod): boolean {
  return safeMethods.has(method);
}

const safeMethods: ReadonlySet<HttpMethod> = new Set(["GET", "HEAD", "OPTIONS"]);

/** A request as it is sent. `url` may be relative to the installation's own origin; header names are in lower case. */
export interface HttpRequest {
  method: HttpMethod;
  url: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: Json | undefined;
}

/** What a binding configures for its tenant: where the service is, and its credentials as headers. */
export interface BindingConfig {
  base_url?: string;
  headers?: Record<string, string>;
}

export interface HttpRequestParts {
  /** The node's own config (or an agent's inline tool), templates already filled in. */
  config: InvokeConfig & { invoke_config_json?: InvokeConfig };
  /** The stored tool's `invoke_config_json`; absent for an inline tool. */
  invokeConfig?: InvokeConfig;
  bindingConfig?: BindingConfig;
}

/**
 * Puts a tool's request together; of each part the first found wins:
 * URL: config, invoke. Base URL: config, binding, invoke. Path: config, invoke. Method: invoke, else GET; an inline tool
 * without an invoke config gives its method itself. Query and body: invoke, overlaid by config. Headers: invoke, overlaid by
 * binding, overlaid by config, names compared without case. A URL is used whole; otherwise base URL and path are joined.
 */
export function resolveHttpRequest({ config, invokeConfig, bindingConfig }: HttpRequestParts): Result<HttpRequest> {
  const invoke = invokeConfig ?? config.invoke_config_json;
  const url = resolveUrl(config, invoke ?? {}, bindingConfig ?? {});
  if (!url.ok) return url;
  return ok({
    method: (invoke === undefined ? config.method : invoke.method) ?? "GET",
    url: url.value,
    query: toQuery({ ...invoke?.query, ...config.query }),
    headers: mergeHeaders(invoke?.headers, bindingConfig?.headers, config.headers),
    body: mergeBody(invoke?.body, config.body),
  });
}

/**
 * A request's parts with their templates filled in. Throws as `renderValue`, and `tool_config_invalid` when a placeholder
 * gave something that cannot be sent in its place, such as a list as a header.
 */
export function renderHttpParts(parts: InvokeConfig, context: RunContext): InvokeConfig {
  // They were checked with the configuration that they are part of.
  if (!hasPlaceholder(parts as JsonObject)) return parts;
  const parsed = invokeConfigSchema.safeParse(renderValue(parts as JsonObject, context));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new DomainError(
    "tool_config_invalid",
    `The tool's request cannot be put together: ${fields.join(", ")} must be text. Check what its placeholders give.`,
  );
}

function resolveUrl(config: InvokeConfig, invoke: InvokeConfig, binding: BindingConfig): Result<string> {
  const whole = firstFilled(config.url, invoke.url);
  if (whole !== undefined) return checkUrl(whole);
  const base = firstFilled(config.base_url, binding.base_url, invoke.base_url);
  const path = firstFilled(config.path, invoke.path);
  if (base === undefined && path === undefined)
    return refuseUrl("The tool has no address: give a URL, or a base URL and a path.");
  return checkUrl(joinUrl(base ?? "", path ?? ""));
}

function firstFilled(...candidates: (string | undefined)[]): string | undefined {
  return candidates
    .map((candidate) => candidate?.trim())
    .find((candidate) => candidate !== undefined && candidate !== "");
}

/** Exactly one slash between the two, and a base URL's own query string kept out of the path. */
function joinUrl(base: string, path: string): string {
  if (path === "") return base;
  return `${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

function checkUrl(url: string): Result<string> {
  if (/^\/(?![/\\])/.test(url)) return ok(url);
  if (/^https?:\/\//i.test(url)) return ok(url);
  return refuseUrl(`The address "${url.slice(0, 200)}" must start with http://, https:// or a single slash.`);
}

function refuseUrl(message: string): Result<string> {
  return refuse([{ code: "tool_config_invalid", severity: "error", message, path: ["url"] }]);
}

/** Values as text; lists give the name several times; null leaves the name out. */
function toQuery(merged: JsonObject): HttpRequest["query"] {
  const query: HttpRequest["query"] = {};
  for (const [name, value] of Object.entries(merged)) {
    if (value === null) continue;
    query[name] = Array.isArray(value) ? value.filter((item) => item !== null).map(toQueryText) : toQueryText(value);
  }
  return query;
}

function toQueryText(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function mergeHeaders(...layers: (Record<string, string> | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) merged[name.toLowerCase()] = value;
  }
  return merged;
}

/** Two objects merge field by field; anything else is replaced whole. */
function mergeBody(invoke: Json | undefined, config: Json | undefined): Json | undefined {
  if (config === undefined) return invoke;
  return isJsonObject(invoke) && isJsonObject(config) ? { ...invoke, ...config } : config;
}
