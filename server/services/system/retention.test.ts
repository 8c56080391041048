import { expect, it } from "vitest";
import { db } from "@/server/db";
import { newId } from "@/server/ids";
import { applyRetention } from "@/server/services/system/retention";

async function runWithRecords(
  status: string,
  endedDaysAgo: number | undefined,
  parentRunId: string | null = null,
): Promise<string> {
  const id = newId();
  const own = { tenantId: "public", runId: id };
  const endedAt = endedDaysAgo === undefined ? null : new Date(Date.now() - endedDaysAgo * 86_400_000);
  await db.session.create({ data: { id, tenantId: "public", ownerId: "local", threadId: id, source: "api" } });
  await db.run.create({
    data: {
      id,
      tenantId: "public",
      ownerId: "local",
      sessionId: id,
      workflowId: "w",
      workflowVersionId: "v",
      rootRunId: parentRunId ?? id,
      parentRunId,
      source: "api",
      status,
      inputs: {},
      endedAt,
    },
  });
  await db.event.create({ data: { ...own, sessionId: id, seq: 1, type: "run.started", payload: {} } });
  await db.span.create({ data: { ...own, id, kind: "run", name: "Run", status: "completed", startedAt: new Date() } });
  return id;
}

const left = async (runId: string) => [
  await db.event.count({ where: { runId } }),
  await db.span.count({ where: { runId } }),
];

it("F-84 keeps all that a run which waits for a person needs to go on, and deletes it once its execution is over", async () => {
  const policy = { eventDays: 30, traceDays: 30, deletedSessionDays: 30, executorDays: 30 };
  const [waiting, answered, goingOn] = [
    await runWithRecords("waiting", 400),
    await runWithRecords("waiting", 400),
    await runWithRecords("waiting", 400),
  ];
  await runWithRecords("completed", 100, answered);
  await runWithRecords("running", undefined, goingOn);
  expect(await applyRetention(policy)).toMatchObject({ event: 2, span: 2 });
  expect([await left(waiting), await left(answered), await left(goingOn)]).toEqual([
    [1, 1],
    [0, 0],
    [1, 1],
  ]);
  expect(await db.retentionSweep.findUnique({ where: { scope: "product" } })).toMatchObject({
    removed: { event: 2, span: 2, message: 0 },
  });
});

it("F-84 deletes streams and traces of runs that ended long enough ago, and nothing of one that has not ended", async () => {
  const [old, recent, running] = [
    await runWithRecords("completed", 40),
    await runWithRecords("failed", 20),
    await runWithRecords("running", undefined),
  ];
  const removed = await applyRetention({ eventDays: 30, traceDays: 35, deletedSessionDays: 30, executorDays: 30 });
  expect(removed).toMatchObject({ event: 1, span: 1 });
  expect(await left(old)).toEqual([0, 0]);
  expect(await left(recent)).toEqual([1, 1]);
  expect(await left(running)).toEqual([1, 1]);
  expect(await db.run.count({ where: { id: old } })).toBe(1);
  expect(await applyRetention({ eventDays: 0, traceDays: 0, deletedSessionDays: 0, executorDays: 0 })).toEqual({});
});
