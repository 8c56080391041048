import { createHash, createHmac } from "node:crypto";

/** JSON with sorted keys, which is what a signature covers. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** The header with which an Inngest server signs a request of this JSON body. */
export function signatureOf(body: string, key: string, seconds = Math.floor(Date.now() / 1000)): string {
  const signed = body === "" ? "" : canonical(JSON.parse(body));
  const mac = createHmac("sha256", withoutPrefix(key)).update(`${signed}${seconds}`).digest("hex");
  return `t=${seconds}&s=${mac}`;
}

/** What the SDK sends as its bearer token: the hash of the key, with the key's prefix. */
export function bearerOf(key: string): string {
  const prefix = /^signkey-\w+-/.exec(key)?.[0] ?? "";
  const hash = createHash("sha256")
    .update(Buffer.from(withoutPrefix(key), "hex"))
    .digest("hex");
  return `Bearer ${prefix}${hash}`;
}

function withoutPrefix(key: string): string {
  return key.replace(/^signkey-\w+-/, "");
}
