import { createServer } from "node:net";

/**
 * Whether nothing listens on that address.
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
export function isPortFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port of 127.0.0.1 that the system picks.
 * @returns {Promise<number>}
 */
export function anyFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * The first free port from `first` upwards.
 * @param {number} first
 * @param {string} host
 * @returns {Promise<number>}
 */
export async function freePortFrom(first, host) {
  for (let port = first; port < Math.min(first + 100, 65_536); port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`No free port between ${first} and ${first + 99} on ${host}. Set PORT to one that is free.`);
}
