import { expect, it } from "vitest";
import { db } from "@/server/db";
import { startAppRun } from "@/server/services/runs/start-run";
import { principal, publish, runStudio, waitForEnd } from "@/server/testing/studio";

runStudio();

it("a run with more steps than the engine keeps for one goes on in the next, and does nothing twice", async () => {
  const passes = 1000;
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "again", type: "loop", config: { until: "false", max_passes: passes } },
      { id: "say", type: "template-transform", parent_id: "again", config: { template: "{{ current.index }}" } },
      { id: "end", type: "end", config: { result: "{{ nodes.again.output.last }}" } },
    ],
    edges: [
      { source: "start", target: "again" },
      { source: "again", target: "end" },
    ],
  });
  const { runId } = await startAppRun(principal, { appCode, source: "api", inputs: {} });
  expect(await waitForEnd(runId, 60_000)).toMatchObject({ status: "completed", result: "999" });
  expect(await db.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ epoch: 2, recoveries: 0 });
  expect(await db.nodeRun.count({ where: { runId, kind: "template-transform" } })).toBe(passes);
}, 90_000);
