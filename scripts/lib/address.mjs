/** @param {string} host */
function isLoopback(host) {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/**
 * The address to listen on, from HOST and PORT. Opening it to a network needs a second, explicit word, because there is
 * no sign-in yet.
 * @param {Record<string, string | undefined>} env
 * @returns {{ host: string, port: number }}
 */
export function wantedAddress(env) {
  const host = env.HOST || "127.0.0.1";
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is ${env.PORT}, which is not a port.`);
  if (!isLoopback(host) && !env.SIGNALBOX_ALLOWED_HOSTS) {
    throw new Error(
      `HOST=${host} opens Signalbox to the network without a sign-in. If you want that, name the host names that people will use in SIGNALBOX_ALLOWED_HOSTS.`,
    );
  }
  return { host, port };
}

/**
 * The URL under which a browser on this machine reaches the address.
 * @param {string} host
 * @param {number} port
 */
export function originOf(host, port) {
  const name = isLoopback(host) ? host : "127.0.0.1";
  return `http://${name === "::1" ? "[::1]" : name}:${port}`;
}
