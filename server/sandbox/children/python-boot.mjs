// Boots Pyodide inside the limits of the sandbox. Shared by the runner and by the maker of the memory snapshot, because a
// snapshot can be restored only with the very globals it was made with.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

/** Modules that are already imported when code starts: the ones that data work asks for most. */
const preloaded =
  "ast, asyncio, base64, collections, csv, datetime, decimal, functools, hashlib, io, itertools, json, math, " +
  "random, re, statistics, string, textwrap, traceback, uuid";

/** The only names of the host's JavaScript that Python's `js` module has: what Pyodide's own event loop needs. */
function guestGlobals() {
  return Object.assign(Object.create(null), {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    setImmediate,
    clearImmediate,
    queueMicrotask,
    AbortController,
    Object: Object.freeze({ fromEntries: (entries) => Object.fromEntries(entries) }),
  });
}

/**
 * @param {{ pyodideDirectory: string, snapshot?: Uint8Array, isForSnapshot?: boolean }} options `pyodideDirectory` ends with a slash.
 */
export async function bootPython({ pyodideDirectory, snapshot, isForSnapshot = false }) {
  // Emscripten asks for one binding while it starts, which the permission flags deny: give it exactly that one.
  process.binding = (name) => {
    if (name === "constants") return { fs: fs.constants };
    throw new Error("Bindings are not available here.");
  };
  const { loadPyodide } = await import(pathToFileURL(`${pyodideDirectory}pyodide.mjs`).href);
  const python = await loadPyodide({
    indexURL: pyodideDirectory,
    jsglobals: guestGlobals(),
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
    ...(isForSnapshot ? { _makeSnapshot: true } : {}),
    ...(snapshot ? { _loadSnapshot: snapshot } : {}),
  });
  if (isForSnapshot || !snapshot) python.runPython(`import ${preloaded}`);
  return python;
}
