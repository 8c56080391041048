const linkProtocols = new Set(["http:", "https:", "mailto:"]);

/**
 * The address of a link in somebody else's text when a person may follow it: absolute, and http, https or mailto. Undefined for
 * anything else, also for addresses inside this product, which such a text has no business to point at.
 */
export function safeLink(href: string | undefined): string | undefined {
  if (href === undefined || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  return linkProtocols.has(url.protocol) ? url.href : undefined;
}

/** Where an address leads, in a word: its host, the addressee of a mail, or what kind of address it is. */
export function placeOf(address: string | undefined): string {
  if (address === undefined || address === "") return "no address";
  // An address that begins with two slashes leads away as well.
  const url = URL.parse(address.startsWith("//") ? `https:${address}` : address);
  if (!url) return "this site";
  if (url.protocol === "mailto:") return url.pathname;
  return url.host === "" ? `${url.protocol.slice(0, -1)} data` : url.host;
}
