import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inRoot, root } from "./paths.mjs";

const marker = () => inRoot(".next", "made-from");
const sources = "{app,components,config,inngest,public,server}/**/*";
const settings =
  "{package-lock.json,prisma/schema.prisma,*.config.{ts,mjs},instrumentation.ts,instrumentation-client.ts,proxy.ts,tsconfig.json}";
const notBuilt = /\.test\.tsx?$|^(playwright|vitest|prisma)\.config|^server\/testing\//;

/** The content of everything that the build is made from, as one hash. */
function fingerprint() {
  const hash = createHash("sha256");
  const entries = globSync([sources, settings], { cwd: root, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1));
  for (const file of files.filter((name) => !notBuilt.test(name)).sort())
    hash.update(`${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest("hex");
}

/** Whether the last production build was made from just these sources. */
export function isBuilt() {
  return existsSync(marker()) && readFileSync(marker(), "utf8") === fingerprint();
}

/**
 * Makes the production build.
 * @param {AbortSignal} [signal] ends it early
 * @returns {Promise<void>} rejects with what Next printed
 */
export async function build(signal) {
  const madeFrom = fingerprint();
  rmSync(marker(), { force: true });
  /** @type {Record<string, string | undefined> & { NODE_ENV: "production" }} */
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const child = spawn(process.execPath, [inRoot("node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const reason = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code === 0 ? undefined : (signal ?? `code ${code}`)));
  });
  if (reason !== undefined) throw new Error(`next build ended with ${reason}.\n${output.trim()}`);
  writeFileSync(marker(), madeFrom);
}
