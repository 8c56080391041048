import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import type { httpMethods, InvokeConfig } from "@/server/domain/nodes/config-fields";
import { type Result, ok, refuse } from "@/server/domain/result";
import type { ToolDefinition } from "@/server/domain/tools/tool-definition";

type HttpMethod = (typeof httpMethods)[number];

/** A name and a value of a query or of headers, as they are typed. */
export interface Pair {
  name: string;
  value: string;
}

/** A version of an HTTP tool while it is edited. */
export interface DefinitionDraft {
  description: string;
  method: HttpMethod;
  /** A whole URL, or a path below the base URL. */
  address: string;
  query: Pair[];
  headers: Pair[];
  /** JSON, or nothing. */
  body: string;
  inputSchema: JsonObject;
  /** The version's own base URL, where it has one. */
  baseUrl: string | undefined;
}

export const emptyDraft: DefinitionDraft = {
  description: "",
  method: "GET",
  address: "",
  query: [],
  headers: [],
  body: "",
  inputSchema: { type: "object", properties: {} },
  baseUrl: undefined,
};

interface Shown {
  description: string;
  inputSchema: JsonObject;
  invokeConfig: InvokeConfig;
}

export function toDraft({ description, inputSchema, invokeConfig }: Shown): DefinitionDraft {
  const { method, url, base_url: baseUrl, path, query, headers, body } = invokeConfig;
  return {
    description,
    method: method ?? "GET",
    address: url ?? path ?? "",
    query: Object.entries(query ?? {}).map(([name, value]) => ({ name, value: toText(value) })),
    headers: Object.entries(headers ?? {}).map(([name, value]) => ({ name, value })),
    body: body === undefined ? "" : JSON.stringify(body, null, 2),
    inputSchema,
    baseUrl,
  };
}

/** The definition that a draft describes, or what is wrong with it by field. */
export function toDefinition(
  draft: DefinitionDraft,
): Result<ToolDefinition, { field: "address" | "body"; message: string }> {
  const address = draft.address.trim();
  if (address === "" && draft.baseUrl === undefined)
    return refuse({ field: "address", message: "Give a URL, or a path below the base URL." });
  const body = readBody(draft.body);
  if (!body.ok) return refuse({ field: "body", message: body.issues });
  const isWhole = /^https?:\/\//i.test(address);
  return ok({
    description: draft.description,
    inputSchema: draft.inputSchema,
    invokeConfig: {
      method: draft.method,
      ...(draft.baseUrl === undefined ? {} : { base_url: draft.baseUrl }),
      ...(address === "" ? {} : isWhole ? { url: address } : { path: address }),
      ...(hasNames(draft.query) ? { query: toRecord(draft.query) } : {}),
      ...(hasNames(draft.headers) ? { headers: toRecord(draft.headers) } : {}),
      ...(body.value === undefined ? {} : { body: body.value }),
    },
  });
}

/** Names in braces that an address takes arguments at. */
export function placesOf(address: string): string[] {
  return [...address.matchAll(/\{([A-Za-z0-9_-]+)\}/g)].map(([, name]) => name ?? "");
}

/** Where each parameter of a call goes, in one sentence. */
export function placesSentence({ method, address }: Pick<DefinitionDraft, "method" | "address">): string {
  const rest = method === "GET" || method === "HEAD" || method === "DELETE" ? "the query" : "the body";
  const places = placesOf(address);
  if (places.length === 0) return `Parameters go into ${rest}. Write {name} in the address to put one there.`;
  return `${places.join(", ")} ${places.length === 1 ? "goes" : "go"} into the address, every other parameter into ${rest}.`;
}

function readBody(text: string): Result<Json | undefined, string> {
  if (text.trim() === "") return ok(undefined);
  try {
    return ok(JSON.parse(text) as Json);
  } catch (error) {
    return refuse(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const hasNames = (pairs: readonly Pair[]): boolean => pairs.some((pair) => pair.name.trim() !== "");

function toRecord(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter((pair) => pair.name.trim() !== "").map((pair) => [pair.name.trim(), pair.value]),
  );
}

function toText(value: Json): string {
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
