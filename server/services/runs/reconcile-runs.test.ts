import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/server/db";
import { decideInterrupt } from "@/server/services/interrupts/decide-interrupt";
import { listInterruptsOfRun } from "@/server/services/interrupts/get-interrupt";
import { reconcileRuns } from "@/server/services/runs/reconcile-runs";
import { renewLeases } from "@/server/services/runs/run-holds";
import { startAppRun } from "@/server/services/runs/start-run";
import { startServer, type TestServer } from "@/server/testing/http-server";
import { eventTypes, nodeRun, principal, publish, runStudio, waitForEnd, waitUntil } from "@/server/testing/studio";

runStudio();

let server: TestServer;
let hangs = true;
beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === "/second" && hangs) return;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ path: request.url }));
  });
});
afterAll(() => server.close());

async function startTwoCalls(onUncertain: "retry" | "park" | "fail" = "retry"): Promise<string> {
  const call = (id: string) => ({
    id,
    type: "tool",
    config: { method: "POST", url: `${server.url}/${id}`, timeout_seconds: 60, on_uncertain: onUncertain },
  });
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "keep", type: "assigner", config: { assignments: { kept: "{{ inputs.query }}" } } },
      call("first"),
      call("second"),
      { id: "say", type: "answer", config: { template: "{{ state.kept }} {{ nodes.first.output.body.path }}" } },
    ],
    edges: [
      { source: "start", target: "keep" },
      { source: "keep", target: "first" },
      { source: "first", target: "second" },
      { source: "second", target: "say" },
    ],
  });
  const { runId } = await startAppRun(principal, { appCode, source: "api", inputs: { query: "kept" } });
  return runId;
}

async function expireLease(runId: string, data: { recoveries?: number } = {}): Promise<void> {
  await db.run.update({ where: { id: runId }, data: { leaseUntil: new Date(0), ...data } });
}

describe("a run that nobody looks after", () => {
  it("F-12 is handed over with the next epoch, runs no ended node again, and fences what still executes the old one", async () => {
    server.requests.length = 0;
    const runId = await startTwoCalls();
    await waitUntil(() => server.requests.length === 2);
    await expireLease(runId);
    hangs = false;
    expect((await reconcileRuns()).handedOver).toContain(runId);
    const run = await waitForEnd(runId);
    hangs = true;
    expect(run).toMatchObject({ status: "completed", result: "kept /first" });
    expect(server.requests.map((request) => request.url)).toEqual(["/first", "/second", "/second"]);
    expect(new Set(server.requests.slice(1).map((request) => request.headers["idempotency-key"])).size).toBe(1);
    expect(nodeRun(run, "first")?.attempt).toBe(1);
    expect((await eventTypes(runId)).filter((type) => type === "run.finished")).toHaveLength(1);
    await renewLeases();
    expect((await db.run.findUnique({ where: { id: runId } }))?.epoch).toBe(2);
  });

  it("leaves a call that was cut off to a person when its tool says so, and never repeats one that was answered", async () => {
    server.requests.length = 0;
    const runId = await startTwoCalls("fail");
    await waitUntil(() => server.requests.length === 2);
    await expireLease(runId);
    await reconcileRuns();
    const run = await waitForEnd(runId);
    expect(run).toMatchObject({ status: "failed", error: { code: "effect_uncertain", nodeId: "second" } });
    expect(server.requests.map((request) => request.url)).toEqual(["/first", "/second"]);
    const effects = await db.effect.findMany({ where: { runId }, orderBy: { createdAt: "asc" } });
    expect(effects.map((effect) => [effect.key, effect.status])).toEqual([
      [`${runId}:first:0:1`, "done"],
      [`${runId}:second:0:1`, "intended"],
    ]);
  });

  it.each([
    ["called again, with the same key", true, ["/first", "/second", "/second"], "completed"],
    ["left alone", false, ["/first", "/second"], "failed"],
  ])(
    "F-02 F-03 parks a call that was cut off until a person has decided: %s",
    async (_what, approved, urls, status) => {
      server.requests.length = 0;
      hangs = true;
      const runId = await startTwoCalls("park");
      await waitUntil(() => server.requests.length === 2);
      await expireLease(runId);
      await reconcileRuns();
      expect((await waitForEnd(runId)).status).toBe("waiting");
      expect(server.requests).toHaveLength(2);
      const [question] = await listInterruptsOfRun(principal, runId);
      expect(question).toMatchObject({ kind: "uncertain_call", nodeId: "second", status: "PENDING_APPROVAL" });
      hangs = false;
      const payload = { approved };
      await decideInterrupt(principal, { id: question?.id ?? "", via: "inbox", status: "resolved", payload });
      const resumed = await db.run.findFirstOrThrow({ where: { parentRunId: runId } });
      expect((await waitForEnd(resumed.id)).status).toBe(status);
      hangs = true;
      expect(server.requests.map((request) => request.url)).toEqual(urls);
      expect(new Set(server.requests.slice(1).map((request) => request.headers["idempotency-key"])).size).toBe(1);
    },
  );

  it("is left alone while its lease is renewed", async () => {
    hangs = true;
    const runId = await startTwoCalls();
    await waitUntil(
      async () => (await db.nodeRun.count({ where: { runId, nodeId: "second", status: "running" } })) === 1,
    );
    await expireLease(runId);
    await renewLeases();
    expect((await reconcileRuns()).handedOver).not.toContain(runId);
    await expireLease(runId, { recoveries: 5 });
    expect((await reconcileRuns()).parked).toEqual([runId]);
  });

  it("F-13 is parked as failed, visibly, after five hand-overs", async () => {
    hangs = true;
    const runId = await startTwoCalls();
    await waitUntil(
      async () => (await db.nodeRun.count({ where: { runId, nodeId: "second", status: "running" } })) === 1,
    );
    await expireLease(runId, { recoveries: 5 });
    expect((await reconcileRuns()).parked).toContain(runId);
    const run = await waitForEnd(runId);
    expect(run).toMatchObject({ status: "failed", error: { code: "run_poisoned" } });
    expect((await eventTypes(runId)).at(-1)).toBe("run.failed");
    expect(run.spans.filter((span) => span.status === "running")).toEqual([]);
  });
});
