import { DomainError } from "../errors";
import { isJsonObject, type Json, type JsonObject } from "../json";
import type { InvokeConfig } from "./config-fields";

/** Methods whose arguments go into the address. */
const queryMethods = new Set(["GET", "HEAD", "DELETE"]);

/**
 * Puts a call's arguments where the request wants them: into `{name}` places of its address, else into the query (GET, HEAD,
 * DELETE) or the body. Arguments are data: they are encoded, and never read as templates. @returns the config of the call,
 * which goes over that of the stored tool (`invoke`) in resolveHttpRequest.
 */
export function placeArguments(given: JsonObject, own: InvokeConfig, invoke?: InvokeConfig): InvokeConfig {
  const rest = new Map<string, Json>(Object.entries(given));
  const fill = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : fillPlaces(text, given, (name) => rest.delete(name));
  const filled = { ...own, url: fill(own.url ?? invoke?.url), path: fill(own.path ?? invoke?.path) };
  const left = Object.fromEntries(rest);
  const method = (invoke === undefined ? own.method : invoke.method) ?? "GET";
  if (queryMethods.has(method)) return { ...filled, query: { ...own.query, ...left } };
  if (rest.size === 0 && (own.body ?? invoke?.body) !== undefined) return filled;
  return { ...filled, body: isJsonObject(own.body) ? { ...own.body, ...left } : left };
}

function fillPlaces(text: string, given: JsonObject, onUse: (name: string) => void): string {
  const filled = text.replace(/\{([A-Za-z0-9_-]+)\}/g, (place, name: string) => {
    if (!Object.hasOwn(given, name)) return place;
    const value = given[name] ?? null;
    onUse(name);
    return encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : String(value));
  });
  if (filled !== text && dotSegment.test(filled) && !dotSegment.test(text)) {
    throw new DomainError(
      "tool_config_invalid",
      "An argument in the tool's address is . or .., which would lead to another address.",
    );
  }
  return filled;
}

/** URL parsers take such a segment for a step up or aside, also where its dots are encoded. */
const dotSegment = /(^|\/)(\.|%2e){1,2}(?=$|[/?#])/i;
