import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout: the folder that holds package.json. */
export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/**
 * An absolute path inside the checkout.
 * @param {...string} segments
 */
export const inRoot = (...segments) => join(root, ...segments);

/**
 * Where a running Signalbox keeps what is its own: the database, its password, the record of the running server.
 * `SIGNALBOX_STATE_DIR` moves it, which is how tests run beside a developer's own data.
 */
export const stateDir = () => resolve(root, process.env.SIGNALBOX_STATE_DIR || ".signalbox");
