import { setImmediate as turn } from "node:timers/promises";
import pg, { type Pool, type QueryConfig } from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { db, pool } from "@/server/db";
import { newId } from "@/server/ids";
import { FencedError, type RunTarget } from "@/server/progress/progress";
import { mostAhead, Trail } from "@/server/progress/trail";
import { ProgressWriter } from "@/server/progress/writer";
import { begin, end, runningRun } from "@/server/services/runs/progress.fixture";

const writer = new ProgressWriter(pool);

describe("an end that nobody waits for", () => {
  const walking = async () => ({ ...(await runningRun()), trail: new Trail(newId()) });
  const eventsOf = (runId: string) => db.event.findMany({ where: { runId }, orderBy: { seq: "asc" } });

  it("is committed with the beginning of the next node", async () => {
    const target = await walking();
    await writer.write(begin(target, "a", "1"));
    await writer.writeSoon(end(target, "a", "1"));
    await writer.write(begin(target, "b", "1"));
    const [, ended, begun] = await eventsOf(target.runId);
    expect([ended?.type, begun?.type]).toEqual(["node.finished", "node.started"]);
    expect(ended?.createdAt).toEqual(begun?.createdAt);
  });

  it("is committed in a moment when nothing follows", async () => {
    const target = await walking();
    await writer.write(begin(target, "a", "1"));
    const { durable } = await writer.writeSoon(end(target, "a", "1"));
    await durable;
    expect(await db.nodeRun.findFirst({ where: { runId: target.runId } })).toMatchObject({ status: "completed" });
  });

  it("is committed at once when somebody waits for what has been handed in", async () => {
    const target = await walking();
    await writer.write(begin(target, "a", "1"));
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    await writer.writeSoon(end(target, "a", "1"));
    await writer.written(target.trail);
    expect(await db.nodeRun.findFirst({ where: { runId: target.runId } })).toMatchObject({ status: "completed" });
  });

  it("keeps the time at which it was, however long it waited for a write", async () => {
    const target = await walking();
    await writer.write(begin(target, "a", "1"));
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    await writer.writeSoon(end(target, "a", "1"));
    const saidAt = performance.now();
    while (performance.now() - saidAt < 30) await turn();
    await writer.written(target.trail);
    const row = await db.nodeRun.findFirstOrThrow({ where: { runId: target.runId } });
    const [, written] = await eventsOf(target.runId);
    expect((written?.createdAt.getTime() ?? 0) - (row.endedAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(29);
  });

  it("does not wait for a connection where the writer was opened before", async () => {
    const own = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
    onTestFinished(() => own.end());
    await new ProgressWriter(own).open();
    expect([own.totalCount, own.idleCount]).toEqual([1, 1]);
  });

  it("is waited for when the next node may read what it writes, or when the engine can not ask", async () => {
    const target = await walking();
    await writer.write(begin(target, "a", "1"));
    await writer.writeSoon({ ...end(target, "a", "1"), messages: [{ id: newId(), role: "assistant", content: "x" }] });
    expect(await db.message.count({ where: { runId: target.runId } })).toBe(1);
    const { trail: _trail, ...without } = await walking();
    await writer.write(begin(without, "a", "1"));
    await writer.writeSoon(end(without, "a", "1"));
    expect(await db.nodeRun.findFirst({ where: { runId: without.runId } })).toMatchObject({ status: "completed" });
  });

  it("F-21 takes with it what builds on it when another execution has taken the node over", async () => {
    const target = await walking();
    await writer.write(begin(target, "a", "frozen"));
    await writer.write(begin(target, "a", "successor"));
    await writer.writeSoon(end(target, "a", "frozen"));
    await expect(writer.write(begin(target, "b", "frozen"))).rejects.toBeInstanceOf(FencedError);
    await expect(writer.write(begin(target, "c", "frozen"))).rejects.toBeInstanceOf(FencedError);
    expect((await db.nodeRun.findMany({ where: { runId: target.runId } })).map((row) => row.nodeId)).toEqual(["a"]);
    // The walk has heard of it and ends by itself.
    await expect(writer.release(target.trail.key)).resolves.toBeUndefined();
  });

  it("keeps the engine from remembering the step when it could not be written, and the walk from going on", async () => {
    const target = await walking();
    const broken = new ProgressWriter({
      query: async (_query: QueryConfig) => {
        throw new Error("Connection terminated unexpectedly");
      },
    } as Pool);
    await broken.writeSoon(end(target, "a", "1"));
    await expect(broken.release(target.trail.key)).rejects.toThrow("Connection terminated");
    await expect(broken.settled(target.trail)).rejects.toThrow("Connection terminated");
    await expect(writer.write(begin(target, "b", "1"))).rejects.toThrow("Connection terminated");
    expect(await db.nodeRun.count({ where: { runId: target.runId } })).toBe(0);
  });
});

describe("what the first walk of a run does not wait for", () => {
  const firstWalk = async () => {
    const trail = new Trail(newId());
    trail.beginRun();
    return { ...(await runningRun()), trail };
  };
  const beginSoon = (target: RunTarget, nodeId: string, claim: string) =>
    writer.writeSoon(begin(target, nodeId, claim), { node: `${nodeId}:1`, claim: { nodeId, attempt: 1, claim } });
  const endSoon = (target: RunTarget, nodeId: string, claim: string) => writer.writeSoon(end(target, nodeId, claim));
  const rowsOf = (runId: string) => db.nodeRun.findMany({ where: { runId }, orderBy: { id: "asc" } });

  it("is committed together, each node after the one before", async () => {
    const target = await firstWalk();
    for (const nodeId of ["a", "b", "c"]) {
      await beginSoon(target, nodeId, nodeId);
      await endSoon(target, nodeId, nodeId);
    }
    await writer.settled(target.trail);
    const events = await db.event.findMany({ where: { runId: target.runId }, orderBy: { seq: "asc" } });
    expect(events.map(({ type, payload }) => `${type} ${(payload as { nodeId: string }).nodeId}`)).toEqual(
      ["a", "b", "c"].flatMap((id) => [`node.started ${id}`, `node.finished ${id}`]),
    );
    expect(new Set(events.map(({ createdAt }) => createdAt.getTime())).size).toBe(1);
    expect((await rowsOf(target.runId)).map((row) => `${row.nodeId} ${row.status} ${row.claim}`)).toEqual([
      "a completed a",
      "b completed b",
      "c completed c",
    ]);
    expect(target.trail.hasOpenAttempts).toBe(false);
  });

  it("F-21 is refused as a whole when another execution has taken over what it began with", async () => {
    const target = await firstWalk();
    const { durable } = await beginSoon(target, "a", "frozen");
    await durable;
    const { trail: _trail, ...other } = target;
    await writer.write(begin(other, "a", "successor"));
    await endSoon(target, "a", "frozen");
    await beginSoon(target, "b", "frozen");
    await endSoon(target, "b", "frozen");
    await beginSoon(target, "c", "frozen");
    await expect(writer.settled(target.trail)).rejects.toBeInstanceOf(FencedError);
    expect(await rowsOf(target.runId)).toMatchObject([{ nodeId: "a", status: "running", claim: "successor" }]);
    expect(await db.event.count({ where: { runId: target.runId } })).toBe(1);
  });

  it("is called again by the engine when it turns out that another process had begun it", async () => {
    const target = await firstWalk();
    const { trail: _trail, ...other } = target;
    await writer.write(begin(other, "a", "earlier"));
    await beginSoon(target, "a", "later");
    await expect(writer.release(target.trail.key)).rejects.toThrow("begun by another process");
    await expect(writer.write(begin(target, "b", "later"))).rejects.toThrow("begun by another process");
  });

  it("F-08 is not gone on with once a write of it has failed, not even by what was handed in meanwhile", async () => {
    const target = await firstWalk();
    let answers = 0;
    const failingOnce = new ProgressWriter({
      query: async (query: QueryConfig) => {
        answers += 1;
        if (answers > 1) return pool.query(query);
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new Error("Connection terminated unexpectedly");
      },
    } as Pool);
    const soon = (nodeId: string) =>
      failingOnce.writeSoon(begin(target, nodeId, nodeId), {
        node: `${nodeId}:1`,
        claim: { nodeId, attempt: 1, claim: nodeId },
      });
    await soon("a");
    await new Promise((resolve) => setTimeout(resolve, 10));
    await soon("b");
    await expect(failingOnce.write(begin(target, "c", "c"))).rejects.toThrow("Connection terminated");
    expect(await rowsOf(target.runId)).toEqual([]);
    await expect(failingOnce.release(target.trail.key)).rejects.toThrow("Connection terminated");
  });

  it("is waited for when the database falls far behind", async () => {
    const { trail } = await firstWalk();
    const open = Array.from({ length: mostAhead }, () => Promise.withResolvers<void>());
    for (const { promise } of open) trail.follow(undefined, promise);
    expect(trail.mayRunAhead).toBe(false);
    open[0]?.resolve();
    await Promise.resolve();
    expect(trail.mayRunAhead).toBe(true);
  });
});
