import { connect, createServer } from "node:net";

/**
 * @typedef {object} DatabaseProxy
 * @property {string} url of the same database, through here
 * @property {number} attempts connections that were asked for so far
 * @property {() => void} cut ends all connections, and from then on every new one as soon as it comes
 * @property {() => void} restore lets connections through again
 * @property {() => Promise<void>} close
 */

/**
 * Stands before a database, so that it can be away for a while and be counted how often it is asked meanwhile.
 * @param {string} databaseUrl
 * @returns {Promise<DatabaseProxy>}
 */
export async function startDatabaseProxy(databaseUrl) {
  const target = new URL(databaseUrl);
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  let isCut = false;
  let attempts = 0;

  const server = createServer((socket) => {
    attempts += 1;
    if (isCut) return void socket.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [end, other] of /** @type {const} */ ([
      [socket, upstream],
      [upstream, socket],
    ])) {
      sockets.add(end);
      end.setNoDelay(true);
      // A broken end is closed right after; that is all there is to do about it.
      end.on("error", () => undefined);
      end.on("close", () => {
        sockets.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: "127.0.0.1", port: `${port}` }).toString(),
    get attempts() {
      return attempts;
    },
    cut,
    restore: () => {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
