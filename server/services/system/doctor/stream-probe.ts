import type { Principal } from "@/server/services/access/principal";
import { startDraftRun } from "@/server/services/runs/start-run";
import { makeWorkflow, say, start } from "./run-draft";

const said = "Every event arrives.";

/** A run whose stream somebody is to read and measure, and what it says. */
export interface StreamProbe {
  runId: string;
  said: string;
}

/** Starts a run that says one sentence. The stream is measured by whoever reads it: a browser, or the script. */
export async function startStreamProbe(principal: Principal): Promise<StreamProbe> {
  const workflowId = await makeWorkflow(principal, "Doctor: stream", {
    nodes: [start, say(said)],
    edges: [{ source: "start", target: "say" }],
  });
  const { runId } = await startDraftRun(principal, { workflowId, inputs: {} });
  return { runId, said };
}
