import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { portOf, type EgressPolicy, type EgressTarget } from "./policy";

/** The target is refused by the policy. Carries no address: where a name leads to is nobody's business but ours. */
export class EgressBlocked extends Error {
  override readonly name = "EgressBlocked";
}

const connectTimeoutMs = 5_000;
const silenceTimeoutMs = 30_000;
const maximumHeaderBytes = 32 * 1024;

const agents = new WeakMap<EgressPolicy, { own: Agent; outside: Agent }>();

/** Pooled connections under a policy. Every new connection is checked; proxies of the environment are not used. */
export function agentFor(policy: EgressPolicy, kind: "own" | "outside"): Agent {
  let pair = agents.get(policy);
  if (!pair) {
    const own = new URL(policy.ownOrigin);
    const ownTarget = { hostname: bareHostname(own.hostname), port: portOf(own) };
    const isOwn = (target: EgressTarget) => target.hostname === ownTarget.hostname && target.port === ownTarget.port;
    pair = {
      own: createAgent(policy, isOwn),
      outside: createAgent(policy, (target, address) => policy.isAddressAllowed(target, address)),
    };
    agents.set(policy, pair);
  }
  return pair[kind];
}

type AddressRule = (target: EgressTarget, address: string) => boolean;

function createAgent(policy: EgressPolicy, isAllowed: AddressRule): Agent {
  return new Agent({
    connect: guardedConnector(policy, isAllowed),
    headersTimeout: silenceTimeoutMs,
    bodyTimeout: silenceTimeoutMs,
    maxHeaderSize: maximumHeaderBytes,
    pipelining: 1,
  });
}

/**
 * The check sits in the connector, not in the lookup alone: Node never looks literals up. The address that a socket is
 * connected to in the end is checked once more.
 */
function guardedConnector(policy: EgressPolicy, isAllowed: AddressRule): buildConnector.connector {
  return (options, callback) => {
    const hostname = bareHostname(options.hostname);
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const target = { hostname, port };
    if (isIP(hostname) && !isAllowed(target, hostname)) {
      callback(new EgressBlocked("The address is not allowed."), null);
      return;
    }
    const connect = buildConnector({ timeout: connectTimeoutMs, lookup: guardedLookup(policy, target, isAllowed) });
    connect(options, (...[error, socket]) => {
      if (error) {
        callback(error, null);
      } else if (socket.remoteAddress && isAllowed(target, socket.remoteAddress)) {
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new EgressBlocked("The address is not allowed."), null);
      }
    });
  };
}

/** Private records of a mixed answer are dropped, so that no connection to them is ever tried. */
function guardedLookup(policy: EgressPolicy, target: EgressTarget, isAllowed: AddressRule): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (addresses: LookupAddress[]) => {
      const allowed = addresses.filter(({ address }) => isAllowed(target, address));
      const [first] = allowed;
      if (!first) callback(new EgressBlocked("The address is not allowed."), "", 0);
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    };
    policy.lookup(hostname).then(answer, (error: NodeJS.ErrnoException) => callback(error, "", 0));
  };
}

function bareHostname(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
