import { installPackages, isInstalled } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { inRoot } from "./paths.mjs";
import { continueOnPinnedNode } from "./pinned-node.mjs";
import { phase } from "./progress.mjs";

/**
 * Work that changes the checkout itself (packages, generated code, the build) is done by one process at a time.
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export function whilePreparing(work) {
  return withLock(inRoot(".signalbox", "prepare.lock"), work, ({ pid }) =>
    console.log(`Process ${pid} is preparing this checkout; waiting for it.`),
  );
}

/**
 * Makes a bare checkout able to run our scripts: the packages are there and this is the right Node. Everything up to
 * here uses nothing but Node's own modules.
 * @param {import("./install.mjs").Scope} scope
 */
export async function prepareCheckout(scope) {
  if (!isInstalled(scope)) {
    await whilePreparing(async () => {
      if (!isInstalled(scope)) await phase("Installing packages", () => installPackages(scope));
    });
  }
  await continueOnPinnedNode();
}
