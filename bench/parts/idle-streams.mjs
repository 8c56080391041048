import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { modelWorkflow } from "./tokens.mjs";

/** As many as are measured, so that the heap has grown by what any load makes it grow. */
const warmUp = 500;
const streams = 500;
const settleMs = 3000;

/** @param {number} pid @returns resident memory in KiB */
function residentKib(pid) {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  if (!found) throw new Error(`The memory of process ${pid} cannot be read.`);
  return Number(found[1]);
}

/**
 * What an open stream that has nothing to say costs the server in resident memory. Linux only.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function idleStreams({ field }) {
  const product = await field.product();
  const runId = await product.start(await product.publish("hanging model", modelWorkflow("hang")));
  const letGo = new AbortController();
  /** @type {Promise<unknown>[]} */
  const open = [];
  const openMore = (/** @type {number} */ count) =>
    Promise.all(
      Array.from(
        { length: count },
        () =>
          new Promise((resolve) => {
            open.push(product.events(runId, { signal: letGo.signal, onEvent: resolve }).catch(() => undefined));
          }),
      ),
    );
  await openMore(warmUp);
  await delay(settleMs);
  const before = residentKib(product.pid);
  await openMore(streams);
  await delay(settleMs);
  const after = residentKib(product.pid);
  letGo.abort();
  await Promise.all(open);
  const stopped = await fetch(`${product.origin}/api/v1/agent/runs/${runId}/stop`, { method: "POST" });
  if (!stopped.ok) throw new Error(`The run could not be stopped: status ${stopped.status}.`);
  const values = { "before MiB": before / 1024, "after MiB": after / 1024, "KiB each": (after - before) / streams };
  return { rows: [{ what: `${streams} idle streams`, values }], budgets: [] };
}
