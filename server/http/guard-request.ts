import { DomainError } from "@/server/domain/errors";
import { env } from "@/server/env";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another web page could make a browser send: a Host that is not ours (DNS rebinding) and any change asked for
 * from another origin. Without accounts this is what stands between a visited page and the studio.
 * @throws DomainError forbidden
 */
export function guardRequest(request: Request): void {
  const host = request.headers.get("host") ?? "";
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (!loopbackNames.has(name) && !ownHosts().has(name)) {
    throw new DomainError(
      "forbidden",
      "This server does not answer for that host name. Add it to SIGNALBOX_ALLOWED_HOSTS if it is yours.",
    );
  }
  if (safeMethods.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") {
    throw new DomainError("forbidden", "A change can not be asked for from another site.");
  }
  const origin = request.headers.get("origin");
  if (origin !== null && (!URL.canParse(origin) || new URL(origin).host !== host)) {
    throw new DomainError("forbidden", "A change can not be asked for from another origin.");
  }
}

function ownHosts(): Set<string> {
  return new Set([new URL(env.origin).hostname.toLowerCase(), ...env.allowedHosts.map((host) => host.toLowerCase())]);
}
