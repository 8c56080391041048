import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inngest } from "@/inngest/client";
import { runRequested } from "@/inngest/events";
import { db } from "@/server/db";
import { failRun } from "@/server/services/runs/fail-run";
import { reconcileRuns } from "@/server/services/runs/reconcile-runs";
import { startAppRun } from "@/server/services/runs/start-run";
import { stopRun } from "@/server/services/runs/stop-run";
import { takeRun } from "@/server/services/runs/take-run";
import { publishWorkflow } from "@/server/services/workflows/publish-workflow";
import { saveDraft } from "@/server/services/workflows/save-draft";
import { startServer, type TestServer } from "@/server/testing/http-server";
import {
  type Draft,
  eventTypes,
  principal,
  publish,
  runApp,
  runStudio,
  waitForEnd,
  waitUntil,
} from "@/server/testing/studio";

runStudio();

/** Answers are held until the test lets them go. */
let server: TestServer;
let held: ServerResponse[] = [];
let isHolding = false;
beforeAll(async () => {
  server = await startServer((_request, response) => {
    if (isHolding) held.push(response);
    else answer(response);
  });
});
afterAll(() => server.close());

function answer(response: ServerResponse): void {
  response.setHeader("content-type", "application/json").end("{}");
}

function release(): void {
  isHolding = false;
  for (const response of held) answer(response);
  held = [];
}

/** Two calls one after the other, then an answer that says `text`. */
const twoCalls = (text: string): Draft => ({
  inputs: [{ name: "query", type: "string", required: false }],
  nodes: [
    { id: "start", type: "start", config: {} },
    ...["first", "second"].map((id) => ({
      id,
      type: "tool",
      config: { method: "POST" as const, url: `${server.url}/${id}`, timeout_seconds: 60 },
    })),
    { id: "say", type: "answer", config: { template: text } },
  ],
  edges: [
    { source: "start", target: "first" },
    { source: "first", target: "second" },
    { source: "second", target: "say" },
  ],
});

/** Starts a run and waits until its first call is under way. */
async function startHeld(appCode: string): Promise<string> {
  isHolding = true;
  server.requests.length = 0;
  const { runId } = await startAppRun(principal, { appCode, source: "api", inputs: {} });
  await waitUntil(() => held.length > 0);
  return runId;
}

async function endings(runId: string): Promise<number> {
  return (await eventTypes(runId)).filter((type) => type === "run.finished" || type === "run.failed").length;
}

describe("a run under odd circumstances", () => {
  it("F-16 delivered three times at once it runs once: each node ends once, each call has one key", async () => {
    const { appCode } = await publish(twoCalls("said once"));
    const runId = await startHeld(appCode);
    const again = ["second", "third"].map((id) =>
      runRequested.create({ runId, tenantId: principal.tenantId, epoch: 1 }, { id: `${id}:${runId}` }),
    );
    await inngest.send(again);
    release();
    const run = await waitForEnd(runId);
    expect(run).toMatchObject({ status: "completed", result: "said once" });
    const finished = (await eventTypes(runId)).filter((type) => type === "node.finished");
    expect(finished).toHaveLength(4);
    expect(await endings(runId)).toBe(1);
    expect(await db.message.count({ where: { runId, role: "assistant" } })).toBe(1);
    expect(new Set(server.requests.map((request) => request.headers["idempotency-key"])).size).toBe(2);
  });

  it("F-17 that has ended is not begun again, whoever asks for it", async () => {
    const { appCode } = await publish(twoCalls("done"));
    const { id: runId } = await runApp(appCode);
    const before = await eventTypes(runId);
    const reference = { runId, tenantId: principal.tenantId, epoch: 1 };
    expect(await takeRun(reference)).toEqual({ isOurs: false });
    await failRun(reference, new Error("The engine gave up."));
    expect((await reconcileRuns()).handedOver).not.toContain(runId);
    expect(await eventTypes(runId)).toEqual(before);
    expect(await db.run.findUnique({ where: { id: runId } })).toMatchObject({ status: "completed", epoch: 1 });
  });

  it("F-19 stopped while it completes it ends exactly once, 200 times", { timeout: 120_000 }, async () => {
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "say", type: "answer", config: { template: "x" } },
      ],
      edges: [{ source: "start", target: "say" }],
    });
    const statuses = new Map<string, number>();
    const race = async (number: number) => {
      const { runId } = await startAppRun(principal, { appCode, source: "api", inputs: {} });
      await waitUntil(async () => (await db.event.count({ where: { runId } })) > number % 4);
      await stopRun(principal, runId);
      const { status } = await waitForEnd(runId);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      return endings(runId);
    };
    for (let round = 0; round < 20; round += 1) {
      const ends = await Promise.all(Array.from({ length: 10 }, (_, number) => race(number)));
      expect(ends).toEqual(ends.map(() => 1));
    }
    expect([...statuses.keys()].filter((status) => status !== "completed" && status !== "cancelled")).toEqual([]);
  });

  it("begins a new thread once, however many ask for it at the same time", async () => {
    const { appCode } = await publish(twoCalls("threads"));
    for (let round = 0; round < 5; round += 1) {
      const threadId = `race-${round}-${Date.now()}`;
      const asked = await Promise.allSettled(
        Array.from({ length: 8 }, () => startAppRun(principal, { appCode, source: "agui", threadId, inputs: {} })),
      );
      const refusals = asked.flatMap((one) =>
        one.status === "rejected" ? [(one.reason as { code: string }).code] : [],
      );
      const accepted = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(new Set(refusals)).toEqual(new Set(["run_active"]));
      expect(accepted.filter((one) => one.isNewSession)).toHaveLength(1);
      expect(await db.session.count({ where: { threadId } })).toBe(1);
      await Promise.all(accepted.map(({ runId }) => waitForEnd(runId)));
    }
  });

  it("F-22 keeps to the database's clock when its own jumps: no lease ends early, nothing lasts less than no time", async () => {
    const { appCode } = await publish(twoCalls("in time"));
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const runId = await startHeld(appCode);
      vi.setSystemTime(Date.now() + 600_000);
      expect((await reconcileRuns()).handedOver).not.toContain(runId);
      vi.setSystemTime(Date.now() - 4_200_000);
      release();
      const run = await waitForEnd(runId);
      expect(run.status).toBe("completed");
      const times = [...run.nodeRuns, ...run.spans].map(
        ({ startedAt, endedAt }) => Number(endedAt) - Number(startedAt),
      );
      expect(times.filter((lasted) => lasted < 0)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("F-24 deleted while it runs stops at its next write, makes no further call, and leaves the others alone", async () => {
    const { appCode } = await publish(twoCalls("never said"));
    const runId = await startHeld(appCode);
    await db.run.delete({ where: { id: runId } });
    release();
    // A later run comes through the same executor, so that the deleted one has had its turn.
    expect(await runApp(appCode)).toMatchObject({ status: "completed" });
    expect(server.requests.map((request) => request.url)).toEqual(["/first", "/first", "/second"]);
    expect(await endings(runId)).toBe(0);
  });

  it("F-36 goes on with the version that it began with when another is published meanwhile", async () => {
    const { appCode, workflowId } = await publish(twoCalls("the old way"));
    const runId = await startHeld(appCode);
    const { draftVersion } = await db.workflow.findUniqueOrThrow({ where: { id: workflowId } });
    const saved = await saveDraft(principal, {
      id: workflowId,
      expectedVersion: draftVersion,
      draft: { version: "1.0", settings: {}, ...twoCalls("the new way") },
    });
    await publishWorkflow(principal, { id: workflowId, expectedVersion: saved.draftVersion });
    release();
    expect(await waitForEnd(runId)).toMatchObject({ status: "completed", result: "the old way" });
    expect(await runApp(appCode)).toMatchObject({ result: "the new way" });
  });

  it("F-04 says its answer, keeps it and ends its node in one commit, so that a crash can not make it say it again", async () => {
    const { appCode } = await publish(twoCalls("said once"));
    const { id: runId } = await runApp(appCode);
    const [message] = await db.message.findMany({ where: { runId, role: "assistant" } });
    const events = await db.event.findMany({ where: { runId }, orderBy: { seq: "asc" } });
    const ends = events.filter(
      ({ type, payload }) =>
        type === "text.ended" || (type === "node.finished" && (payload as { nodeId: string }).nodeId === "say"),
    );
    expect(ends.map(({ type }) => type)).toEqual(["text.ended", "node.finished"]);
    expect(new Set([message, ...ends].map((row) => row?.createdAt.getTime())).size).toBe(1);
  });
});
