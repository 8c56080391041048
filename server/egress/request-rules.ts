import { DomainError } from "@/server/domain/errors";

export type EgressMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

const maximumUrlLength = 8 * 1024;
const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;

/** Headers that decide how a request is framed or routed; they belong to the client, never to an author. */
const reservedHeaders = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What another origin may still see of a redirected request. */
const harmlessHeaders = new Set(["accept", "accept-encoding", "accept-language", "content-type", "user-agent"]);

/** @throws DomainError `tool_config_invalid` when the text is no URL. */
export function parseTarget(url: string, base: string): URL {
  if (url.length > maximumUrlLength) {
    throw new DomainError("tool_config_invalid", `The URL is longer than ${maximumUrlLength} characters.`);
  }
  // The URL parser drops line breaks silently; a target that holds one was put together from something unexpected.
  const target = /[\r\n\t\0]/.test(url) ? null : URL.parse(url, base);
  if (target) return target;
  throw new DomainError("tool_config_invalid", "The URL cannot be read. Give an absolute http or https URL.");
}

/** @throws DomainError `tool_config_invalid` for names and values that HTTP does not allow, and for reserved names. */
export function checkHeaders(headers: Record<string, string>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lowerName = name.toLowerCase();
    if (!token.test(name))
      throw new DomainError("tool_config_invalid", "A header name has characters that HTTP does not allow.");
    if (reservedHeaders.has(lowerName))
      throw new DomainError("tool_config_invalid", `The header ${name} cannot be set.`);
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new DomainError("tool_config_invalid", `The header ${name} has characters that HTTP does not allow.`);
    }
    checked[lowerName] = value;
  }
  return checked;
}

export interface Hop {
  url: URL;
  method: EgressMethod;
  headers: Record<string, string>;
  body: string | undefined;
}

/**
 * The request that follows a redirect, by the rules of browsers, with every header dropped for another origin that could
 * carry a secret.
 * @throws DomainError `tool_blocked` when it leads from https to http.
 */
export function nextHop(hop: Hop, status: number, location: string): Hop {
  const url = parseTarget(location, hop.url.href);
  if (hop.url.protocol === "https:" && url.protocol === "http:") {
    throw new DomainError("tool_blocked", "The tool redirects from https to http, which is not followed.");
  }
  const losesBody =
    status === 303 ? hop.method !== "HEAD" : (status === 301 || status === 302) && hop.method === "POST";
  const isSameOrigin = url.origin === hop.url.origin;
  const headers = Object.entries(hop.headers).filter(([name]) => {
    if (losesBody && name.startsWith("content-")) return false;
    return isSameOrigin || harmlessHeaders.has(name);
  });
  return {
    url,
    method: losesBody ? "GET" : hop.method,
    headers: Object.fromEntries(headers),
    body: losesBody ? undefined : hop.body,
  };
}
