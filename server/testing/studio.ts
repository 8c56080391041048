import { afterAll, beforeAll } from "vitest";
import { embeddedEngine } from "@/inngest/embedded-fetch";
import { boot } from "@/server/boot";
import { db } from "@/server/db";
import type { Json } from "@/server/domain/json";
import { isTerminal } from "@/server/domain/run/status";
import type { Workflow } from "@/server/domain/workflow/schema";
import { eventHub } from "@/server/events/hub";
import { localPersonId, localTenantId, type Principal } from "@/server/services/access/principal";
import { getRun, type RunDetail } from "@/server/services/runs/get-run";
import { startAppRun } from "@/server/services/runs/start-run";
import { createWorkflow } from "@/server/services/workflows/create-workflow";
import { publishWorkflow } from "@/server/services/workflows/publish-workflow";
import { saveDraft } from "@/server/services/workflows/save-draft";

export const principal: Principal = {
  tenantId: localTenantId,
  personId: localPersonId,
  personName: "You",
  role: "admin",
};

/** Runs the whole server side, executor and all, for the tests of a file. */
export function runStudio(): void {
  beforeAll(boot);
  afterAll(async () => {
    await embeddedEngine.current?.stop({ drainMs: 1000 });
    await eventHub.stop();
  });
}

/** A workflow as a test writes it down. */
export type Draft = Pick<Workflow, "nodes" | "edges"> & Partial<Workflow>;

/** Publishes a workflow made for one test. */
export async function publish(draft: Draft, name = "Test workflow"): Promise<{ workflowId: string; appCode: string }> {
  const { id } = await createWorkflow(principal, { name });
  const query = { name: "query", type: "string", required: false } as const;
  const saved = await saveDraft(principal, { id, expectedVersion: 1, draft: { inputs: [query], ...draft } });
  const { app } = await publishWorkflow(principal, { id, expectedVersion: saved.draftVersion });
  return { workflowId: id, appCode: app.code };
}

/** Starts an app and waits until it has ended. */
export async function runApp(
  appCode: string,
  request: { message?: string; inputs?: Record<string, Json>; sessionId?: string } = {},
): Promise<RunDetail> {
  const { runId } = await startAppRun(principal, { appCode, source: "api", inputs: {}, ...request });
  return waitForEnd(runId);
}

export async function waitForEnd(runId: string, timeoutMs = 20_000): Promise<RunDetail> {
  await waitUntil(async () => isTerminal((await getRun(principal, runId)).status), timeoutMs);
  return getRun(principal, runId);
}

/** The id of the run that goes on from one that waited, as soon as there is one. */
export async function resumedRunId(runId: string): Promise<string> {
  await waitUntil(async () => (await db.run.count({ where: { parentRunId: runId } })) > 0);
  return (await db.run.findFirstOrThrow({ where: { parentRunId: runId } })).id;
}

/** The same run at its end. */
export async function resumedRun(runId: string): Promise<RunDetail> {
  return waitForEnd(await resumedRunId(runId));
}

/** Asks every 20 ms until the condition holds. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("What the test waits for did not come.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The latest attempt of a node. */
export function nodeRun(run: RunDetail, nodeId: string): RunDetail["nodeRuns"][number] | undefined {
  return run.nodeRuns.filter((node) => node.nodeId === nodeId).at(-1);
}

/** Sums of the ledger for a run, as the totals must show them. */
export async function ledgerOf(
  runId: string,
): Promise<{ inputTokens: number; outputTokens: number; costMicros: number }> {
  const { _sum } = await db.usageEntry.aggregate({
    where: { runId },
    _sum: { inputTokens: true, outputTokens: true, costMicros: true },
  });
  return {
    inputTokens: _sum.inputTokens ?? 0,
    outputTokens: _sum.outputTokens ?? 0,
    costMicros: Number(_sum.costMicros ?? 0),
  };
}

export function countEvents(runId: string, type: string): Promise<number> {
  return db.event.count({ where: { runId, type } });
}

export function countRuns(): Promise<number> {
  return db.run.count();
}

/** The session of a thread, as an AG-UI client names it. */
export function findThread(threadId: string) {
  return db.session.findFirstOrThrow({ where: { threadId } });
}

/** The types of a run's logged events, in order. */
export async function eventTypes(runId: string): Promise<string[]> {
  const events = await db.event.findMany({ where: { runId }, orderBy: { seq: "asc" }, select: { type: true } });
  return events.map((event) => event.type);
}

/** Everything that the trace of a run stores, as one text to search. */
export async function storedTrace(runId: string): Promise<string> {
  const [spans, nodeRuns, events] = await Promise.all([
    db.span.findMany({ where: { runId } }),
    db.nodeRun.findMany({ where: { runId } }),
    db.event.findMany({ where: { runId } }),
  ]);
  return JSON.stringify([spans, nodeRuns, events], (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

/** Ledger rows of a run that ended so. */
export function usageWithStatus(runId: string, status: string) {
  return db.usageEntry.findMany({ where: { runId, status } });
}

/** The ledger's sums as the messages of a run show them. */
export async function messageTotals(
  runId: string,
): Promise<{ inputTokens: number; outputTokens: number; costMicros: number }> {
  const { _sum } = await db.message.aggregate({
    where: { runId },
    _sum: { inputTokens: true, outputTokens: true, costMicros: true },
  });
  return {
    inputTokens: _sum.inputTokens ?? 0,
    outputTokens: _sum.outputTokens ?? 0,
    costMicros: Number(_sum.costMicros ?? 0),
  };
}
