import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.process>;

/** Azure's host agent: a public address by number, a private service by nature. */
const wireServer = "168.63.129.16";

/** An address in its plain form: IPv4-mapped IPv6 becomes IPv4, brackets are taken off. Undefined when it is none. */
function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined;
}

/** True only for addresses of the public internet; what is not understood is not public. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (!address || address.range() !== "unicast") return false;
  if (address.toString() === wireServer) return false;
  return !isCompatibleAddress(address);
}

/** `::7f00:1` and its like, the IPv4-compatible form, which ipaddr.js takes for ordinary IPv6. */
function isCompatibleAddress(address: Address): boolean {
  return "parts" in address && address.parts.slice(0, 6).every((part) => part === 0);
}

export function isLoopbackAddress(text: string): boolean {
  return parseAddress(text)?.range() === "loopback";
}

/** A range of addresses, such as 10.0.0.0/8; a single address is a range of one. */
export interface AddressRange {
  contains(address: string): boolean;
}

/** Undefined when the text is neither an address nor a range. */
export function parseRange(text: string): AddressRange | undefined {
  const single = parseAddress(text);
  const range = single
    ? ([single, single.kind() === "ipv4" ? 32 : 128] as const)
    : ipaddr.isValidCIDR(text)
      ? ipaddr.parseCIDR(text)
      : undefined;
  if (!range) return undefined;
  const [network, bits] = range;
  return {
    contains(candidate) {
      const address = parseAddress(candidate);
      if (!address || address.kind() !== network.kind()) return false;
      return address.match(network, bits);
    },
  };
}
