import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inRoot } from "./paths.mjs";

const endings = ["", ".ts"];

/** @param {URL} url */
function isFile(url) {
  return statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isFile() === true;
}

/*
 * Lets a process run the server's sources as they are, without a build: Node strips the types itself, this resolves
 * paths as TypeScript does, by the alias of the checkout and without endings.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = !context.parentURL?.includes("/node_modules/");
    if (!isOurs || !/^(@|\.\.?)\//.test(specifier)) return nextResolve(specifier, context);
    const base = specifier.startsWith("@/") ? pathToFileURL(inRoot(specifier.slice(2))).href : specifier;
    const found = endings.map((ending) => new URL(`${base}${ending}`, context.parentURL)).find(isFile);
    return nextResolve(found?.href ?? specifier, context);
  },
});
