// Started by the doctor, never by hand: a worker that begins a run when it is told to, and is killed while it executes it.
// It ends with the process that started it.
import { setTimeout as delay } from "node:timers/promises";
import "./lib/source-hooks.mjs";

const takeUpMs = 3000;
const askAgainMs = 5;

process.once("disconnect", () => process.exit(0));

/** @param {import("../server/services/system/doctor/spare-worker.ts").Message} message */
const tell = (message) => void process.send?.(message);

/** @param {unknown} error */
const fail = (error) => tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) });

try {
  const { boot } = await import("../server/boot.ts");
  const { localPrincipal } = await import("../server/services/access/principal.ts");
  const { startDraftRun } = await import("../server/services/runs/start-run.ts");
  const { holdsRun } = await import("../server/services/runs/run-holds.ts");
  await boot();
  /** @param {string} workflowId */
  const start = async (workflowId) => {
    const { runId } = await startDraftRun(localPrincipal, { workflowId, inputs: {} });
    const deadline = performance.now() + takeUpMs;
    while (!holdsRun(runId) && performance.now() < deadline) await delay(askAgainMs);
    tell({ type: "started", runId, isHeld: holdsRun(runId) });
  };
  process.on("message", (/** @type {{ workflowId: string }} */ { workflowId }) => void start(workflowId).catch(fail));
  tell({ type: "ready" });
} catch (error) {
  fail(error);
}
