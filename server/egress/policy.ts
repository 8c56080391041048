import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { env } from "@/server/env";
import { isLoopbackAddress, isPublicAddress, parseRange, type AddressRange } from "./addresses";

/** All addresses of a host name. Rejects when there are none. */
type Lookup = (hostname: string) => Promise<LookupAddress[]>;

export interface EgressTarget {
  /** Without brackets, as the URL parser normalised it. */
  hostname: string;
  port: number;
}

/** Decides what the server may call on behalf of workflows. */
export interface EgressPolicy {
  /** Relative addresses are resolved against it. */
  readonly ownOrigin: string;
  readonly lookup: Lookup;
  /** `own` for this server's demo tools, `outside` for the rest of the world, undefined when the URL itself is refused. */
  classify(url: URL): "own" | "outside" | undefined;
  /** Whether an outside target may be reached at this address. */
  isAddressAllowed(target: EgressTarget, address: string): boolean;
}

export interface EgressPolicyOptions {
  ownOrigin: string;
  /** Host names, host:port pairs, addresses and CIDR ranges that may be reached although they are private or on another port. */
  allow: string[];
  lookup?: Lookup;
}

/** The only part of this server that workflows may call: it needs no session and changes nothing. */
const demoPath = "/api/demo/";
const standardPorts = new Set([80, 443]);

/**
 * Public addresses on ports 80 and 443 are allowed, everything else is not, with the exceptions of the allow-list. A host name
 * on the list wins over ranges, ranges win over the rule. This server itself is reachable under its demo path only.
 * @throws Error when an entry of the allow-list is none of the four forms.
 */
export function createEgressPolicy({
  ownOrigin,
  allow,
  lookup = resolveWithSystem,
}: EgressPolicyOptions): EgressPolicy {
  const own = new URL(ownOrigin);
  const ownPort = portOf(own);
  const isOwnLoopback = own.hostname === "localhost" || isLoopbackAddress(own.hostname);
  const { hosts, ranges } = parseAllowList(allow);

  const isHostAllowed = ({ hostname, port }: EgressTarget) => hosts.has(hostname) || hosts.has(`${hostname}:${port}`);
  const isRangeAllowed = (address: string) => ranges.some((range) => range.contains(address));

  return {
    ownOrigin: own.origin,
    lookup,
    classify(url) {
      if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
      if (url.username || url.password) return undefined;
      if (url.origin === own.origin) return isDemoPath(url.pathname) ? "own" : undefined;
      return "outside";
    },
    isAddressAllowed(target, address) {
      // Other names of this very server are no way around its demo path, whatever the list says.
      if (isOwnLoopback && target.port === ownPort && isLoopbackAddress(address)) return false;
      if (isHostAllowed(target) || isRangeAllowed(address)) return true;
      return standardPorts.has(target.port) && isPublicAddress(address);
    },
  };
}

export function portOf(url: URL): number {
  if (url.port) return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** Encoded slashes and dots could mean another path to the router than to this check. */
function isDemoPath(pathname: string): boolean {
  return pathname.startsWith(demoPath) && !/%2e|%2f|%5c|\\|\/\//i.test(pathname);
}

function parseAllowList(allow: string[]): { hosts: Set<string>; ranges: AddressRange[] } {
  const hosts = new Set<string>();
  const ranges: AddressRange[] = [];
  for (const entry of allow) {
    const range = parseRange(entry);
    if (range) ranges.push(range);
    else hosts.add(parseHost(entry));
  }
  return { hosts, ranges };
}

function parseHost(entry: string): string {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^\s/:@]+)(?::(\d{1,5}))?$/i.exec(entry) ?? [];
  if (!host || !URL.canParse(`http://${host}/`)) {
    throw new Error(`EGRESS_ALLOW: "${entry}" is no host name, host:port, address or CIDR range.`);
  }
  const hostname = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, "");
  return port ? `${hostname}:${port}` : hostname;
}

function resolveWithSystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}

let configured: EgressPolicy | undefined;

/** The policy of this installation. */
export function installationPolicy(): EgressPolicy {
  configured ??= createEgressPolicy({ ownOrigin: env.origin, allow: env.egressAllow });
  return configured;
}
