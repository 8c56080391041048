import { inngest } from "@/inngest/client";
import { embeddedEngine } from "@/inngest/embedded-fetch";
import { runRequested, runStopRequested } from "@/inngest/events";
import { isTooLong } from "@/inngest/functions/is-too-long";
import { SeparateSteps } from "@/inngest/functions/pieces";
import { RunWalk } from "@/inngest/functions/run-walk";
import { walkGraph } from "@/inngest/functions/walk-graph";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import { waitForPeople } from "@/server/services/interrupts/wait-for-people";
import { skippedNodeRun } from "@/server/services/runs/describe-node";
import { failRun } from "@/server/services/runs/fail-run";
import { finishRun, isOrderlyEnd } from "@/server/services/runs/finish-run";
import { forgetExecution, loadExecution } from "@/server/services/runs/load-execution";
import { handOverRun } from "@/server/services/runs/hand-over-run";
import { type KnownAttempt, recoverRun } from "@/server/services/runs/recover-run";
import type { RunReference } from "@/server/services/runs/run-target";
import { takeRun } from "@/server/services/runs/take-run";
import { isUpToDate, openTrail } from "@/server/services/runs/walk-trail";

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
      const reference = event.data.event.data as RunReference;
      await (isTooLong(error) ? handOverRun(reference) : failRun(reference, error));
    },
  },
  async ({ event, step }) => {
    const reference: RunReference = event.data;
    const trail = openTrail();
    // Only the call in which it was taken can be the first; in a later one the step answers from the engine's memory.
    let firstStartedAt: Date | undefined;
    const taken = await step.run("take-run", async () => {
      const answer = await takeRun(reference, trail);
      ({ firstStartedAt } = answer);
      return { isOurs: answer.isOurs };
    });
    if (!taken.isOurs) return { status: "not-ours" };

    const loaded = await loadExecution(reference);
    const execution = { ...loaded, target: { ...loaded.target, trail } };
    const isContinued = execution.isContinued || execution.target.epoch > 1;
    const known = isContinued ? await step.run("recover-run", () => recoverRun(execution)) : [];
    // Not once the run may be somebody else's: two that begin the same piece would each take it from the other.
    const mayLead = () =>
      trail?.isFirst === true && !isContinued && embeddedEngine.current?.mayGoOn(trail.key) === true;
    const steps = new SeparateSteps(step, mayLead);
    const walk = new RunWalk(execution, steps, known as KnownAttempt[], walkGraph);
    const outcome = await walk.graph(execution.frame, { isParallel: false });
    const isKnown = outcome.type === "ended" && isOrderlyEnd(execution.target, outcome);
    if (outcome.type === "lost" || !(isKnown || (await isUpToDate(execution)))) return { status: "lost" };
    if (outcome.type === "waiting") {
      const { interrupts, state, skipped } = outcome;
      await walk.run("wait-for-people", { isParallel: false }, () =>
        waitForPeople(execution, { interrupts: interrupts as InterruptDraft[], state, skipped }),
      );
    } else {
      const { frame, target, source } = execution;
      const skipped = outcome.skipped.map((nodeId) => skippedNodeRun(frame, nodeId));
      // Not a step: it is the last thing, and doing it again changes nothing.
      await finishRun({ target, source, inputs: frame.inputs, firstStartedAt }, { ...outcome, skipped });
    }
    forgetExecution(reference);
    await steps.settled();
    return { status: outcome.type === "waiting" ? "waiting" : outcome.status };
  },
);
