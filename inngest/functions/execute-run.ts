import { inngest } from "@/inngest/client";
import { runRequested, runStopRequested } from "@/inngest/events";
import { walkGraph } from "@/inngest/functions/walk-graph";
import { failRun } from "@/server/services/runs/fail-run";
import { finishRun } from "@/server/services/runs/finish-run";
import { forgetExecution, loadExecution } from "@/server/services/runs/load-execution";
import type { RunReference } from "@/server/services/runs/run-target";
import { takeRun } from "@/server/services/runs/take-run";

/**
 * Executes one hand-over of a run. Each attempt of a node is one durable step; what a step returned is never computed again,
 * so a killed process goes on with the node it was at.
 */
export const executeRun = inngest.createFunction(
  {
    id: "execute-run",
    triggers: [runRequested],
    cancelOn: [{ event: runStopRequested, match: "data.runId" }],
    onFailure: async ({ event, error }) => {
      await failRun(event.data.event.data as RunReference, error);
    },
  },
  async ({ event, step }) => {
    const reference: RunReference = event.data;
    const taken = await step.run("take-run", () => takeRun(reference));
    if (!taken.isOurs) return { status: "not-ours" };

    const execution = await loadExecution(reference);
    const conclusion = await walkGraph(execution, step);
    if (!conclusion) return { status: "lost" };
    await step.run("finish-run", () => finishRun(execution, conclusion));
    forgetExecution(reference);
    return { status: conclusion.status };
  },
);
