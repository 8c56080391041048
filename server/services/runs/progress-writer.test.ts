import type { Pool, QueryConfig } from "pg";
import { describe, expect, it } from "vitest";
import { db, pool, writerPool } from "@/server/db";
import { readSessionEvents } from "@/server/events/read-events";
import { newId } from "@/server/ids";
import { FencedError, type RunTarget } from "@/server/progress/progress";
import { type RowSet, rowSets, writeStatement } from "@/server/progress/write-statement";
import { ProgressWriter } from "@/server/progress/writer";
import { delta, runningRun } from "@/server/services/runs/progress.fixture";

const writer = new ProgressWriter(pool);

const usage = (id: string) => ({
  id,
  nodeId: "n",
  provider: "offline",
  model: "m",
  inputTokens: 10,
  cachedTokens: 0,
  outputTokens: 5,
  costMicros: 7,
  isPriceKnown: true,
  isEstimated: false,
  status: "completed" as const,
  latencyMs: 1,
});

describe("the write statement", () => {
  it("is accepted in each of its shapes, and reaches every table by a key while the tables are still empty", async () => {
    for (let bits = 0; bits < 1 << rowSets.length; bits += 1) {
      const shape = new Set<RowSet>(rowSets.filter((_, place) => bits & (1 << place)));
      const { text } = writeStatement(shape);
      const { rows } = await writerPool.query<{ "QUERY PLAN": string }>(`explain (generic_plan, costs off) ${text}`);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).not.toMatch(/Seq Scan|Hash Join|Merge Join|_lease_until_idx/);
      // The rows of a tenant are almost all rows.
      expect(plan).not.toMatch(/Index Cond: \(tenant_id = \S+\)$/m);
    }
  });
});

describe("the progress writer", () => {
  it("numbers the events of many runs of one session without gap or repetition, in the order each was said", async () => {
    const first = await runningRun();
    const targets = [first, await runningRun(first.sessionId), await runningRun(first.sessionId)];
    const others = [new ProgressWriter(pool), new ProgressWriter(pool)];
    await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        const target = targets[index % 3] ?? first;
        return ([writer, ...others][index % 3] ?? writer).write({ target, events: [delta(String(index))] });
      }),
    );
    const events = await readSessionEvents(first.sessionId, 0, 1000);
    expect(events.map((logged) => logged.seq)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    for (const target of targets) {
      const said = events
        .filter((logged) => logged.runId === target.runId)
        .map((logged) => Number((logged.event as { delta: string }).delta));
      expect(said).toEqual(said.toSorted((left, right) => left - right));
    }
  });

  it("F-20 writes nothing for a run that has ended or was handed on, and says so, without holding up its neighbours", async () => {
    const [ended, handedOn, fine] = [await runningRun(), await runningRun(), await runningRun()];
    await db.run.update({ where: { id: ended.runId }, data: { status: "cancelled" } });
    await db.run.update({ where: { id: handedOn.runId }, data: { epoch: 2 } });
    const written = await Promise.allSettled(
      [ended, handedOn, fine].map((target) => writer.write({ target, events: [delta("x")], usage: [usage(newId())] })),
    );
    expect(written.map((one) => one.status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect(written[0]).toMatchObject({ reason: expect.any(FencedError) });
    expect(await db.event.count({ where: { sessionId: { in: [ended.sessionId, handedOn.sessionId] } } })).toBe(0);
    expect(await db.usageEntry.count({ where: { runId: { in: [ended.runId, handedOn.runId] } } })).toBe(0);
    expect(await db.event.count({ where: { sessionId: fine.sessionId } })).toBe(1);
  });

  it("refuses one write that the database can not take and keeps those beside it", async () => {
    const [bad, good] = [await runningRun(), await runningRun()];
    const node = { nodeId: "n", kind: "llm", title: "N", attempt: 1 } as const;
    const written = await Promise.allSettled([
      writer.write({ target: good, events: [delta("before")] }),
      writer.write({ target: bad, nodeRuns: [{ ...node, status: "completed", costMicros: 0.5 }] }),
      writer.write({ target: good, events: [delta("after")] }),
    ]);
    expect(written.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await db.event.count({ where: { sessionId: good.sessionId } })).toBe(2);
  });

  it("a repeated ledger row is counted once, and the totals of run and session are the sum of the rows", async () => {
    const target = await runningRun();
    const [one, two] = [newId(), newId()];
    await writer.write({ target, usage: [usage(one)] });
    await writer.write({ target, usage: [usage(one), usage(two)] });
    const totals = { inputTokens: 20n, outputTokens: 10n, costMicros: 14n };
    expect(await db.run.findUnique({ where: { id: target.runId } })).toMatchObject(totals);
    expect(await db.session.findUnique({ where: { id: target.sessionId } })).toMatchObject(totals);
  });

  it("tells when an attempt had been begun before, and never changes one that has ended", async () => {
    const target = await runningRun();
    const node = { nodeId: "n", kind: "llm", title: "N", attempt: 1 } as const;
    expect((await writer.write({ target, nodeRuns: [{ ...node, status: "running" }] })).repeatedNodes).toEqual([]);
    expect((await writer.write({ target, nodeRuns: [{ ...node, status: "running" }] })).repeatedNodes).toEqual(["n:1"]);
    await writer.write({ target, nodeRuns: [{ ...node, status: "completed", outputText: "done", durationMs: 3 }] });
    await writer.write({ target, nodeRuns: [{ ...node, status: "failed", durationMs: 3 }] });
    expect(await db.nodeRun.findFirst({ where: { runId: target.runId } })).toMatchObject({
      status: "completed",
      outputText: "done",
    });
  });

  it("says that an attempt begins once, however often it is begun", async () => {
    const target = await runningRun();
    const node = { nodeId: "n", kind: "llm", title: "N", attempt: 1 } as const;
    const begin = {
      target,
      nodeRuns: [{ ...node, status: "running" as const }],
      events: [{ type: "node.started" as const, ...node }],
    };
    expect((await writer.write(begin)).events).toHaveLength(1);
    expect(
      (await writer.write({ ...begin, events: [...begin.events, delta("x")] })).events.map(
        (logged) => logged.event.type,
      ),
    ).toEqual(["text.delta"]);
    const second = { ...node, attempt: 2 };
    expect(
      (
        await writer.write({
          target,
          nodeRuns: [{ ...second, status: "running" }],
          events: [{ type: "node.started", ...second }],
        })
      ).events,
    ).toHaveLength(1);
    expect(await db.event.count({ where: { runId: target.runId } })).toBe(3);
  });

  it("F-04 says that an attempt ends once, leaves its span as it ended, and tells who begins it again that it had", async () => {
    const target = await runningRun();
    const node = { nodeId: "n", kind: "tool", title: "N", attempt: 1 } as const;
    const span = { id: `${target.runId}:n:1`, kind: "node", name: "N", startedAtMs: 1 } as const;
    const begin = {
      target,
      nodeRuns: [{ ...node, status: "running" as const }],
      spans: [{ ...span, status: "running" as const }],
      events: [{ type: "node.started" as const, ...node }],
    };
    const ending = { ...node, status: "completed" as const, durationMs: 3 };
    const end = {
      target,
      nodeRuns: [ending],
      spans: [{ ...span, status: "completed" as const, endedAtMs: 2 }],
      events: [{ type: "node.finished" as const, ...ending, costMicros: 0 }],
    };
    await writer.write(begin);
    expect((await writer.write(end)).endedNodes).toEqual([]);
    expect(await writer.write(begin)).toMatchObject({ endedNodes: ["n:1"], repeatedNodes: [], events: [] });
    expect((await writer.write(end)).events).toEqual([]);
    expect(await db.event.count({ where: { runId: target.runId } })).toBe(2);
    expect(await db.span.findUnique({ where: { id: span.id } })).toMatchObject({ status: "completed" });
  });

  it("F-08 writes nothing again when the connection breaks and nobody knows whether it was written", async () => {
    const target = await runningRun();
    const [committing, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let count = 0;
    const breaking = new ProgressWriter({
      query: async (query: QueryConfig) => {
        const result = await pool.query(query);
        begun.resolve();
        count += 1;
        if (count === 1) await committing.promise;
        if (count === 2) throw new Error("Connection terminated unexpectedly");
        return result;
      },
    } as Pool);
    const first = breaking.write({ target, events: [delta("a")] });
    await begun.promise;
    const others = ["b", "c"].map((text) => breaking.write({ target, events: [delta(text)] }));
    committing.resolve();
    await first;
    expect((await Promise.allSettled(others)).map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
    expect(await db.event.count({ where: { runId: target.runId } })).toBe(3);
  });

  it("F-21 refuses what a taken-over execution of an attempt still writes, also its answer, and keeps the run's other nodes going", async () => {
    const target = await runningRun();
    const node = { nodeId: "n", kind: "llm", title: "N", attempt: 1 } as const;
    const claimed = (claim: string): RunTarget => ({ ...target, attempt: { nodeId: "n", attempt: 1, claim } });
    const begin = (claim: string) =>
      writer.write({
        target,
        nodeRuns: [{ ...node, status: "running", claim }],
        events: [{ type: "node.started", ...node }],
      });
    const answer = (claim: string) => ({
      target: claimed(claim),
      nodeRuns: [{ ...node, status: "completed" as const, outputText: claim, durationMs: 1 }],
      events: [{ type: "node.finished" as const, ...node, status: "completed" as const, durationMs: 1, costMicros: 0 }],
      messages: [{ id: newId(), role: "assistant" as const, content: claim }],
    });
    await begin("frozen");
    await writer.write({ target: claimed("frozen"), events: [delta("a")] });
    await begin("successor");
    await expect(writer.write({ target: claimed("frozen"), events: [delta("b")] })).rejects.toBeInstanceOf(FencedError);
    const [late, beside] = await Promise.allSettled([
      writer.write(answer("frozen")),
      writer.write({ target, events: [delta("c")] }),
    ]);
    expect([late.status, beside.status]).toEqual(["rejected", "fulfilled"]);
    await writer.write(answer("successor"));
    await expect(writer.write(answer("frozen"))).rejects.toBeInstanceOf(FencedError);
    expect(await db.nodeRun.findFirst({ where: { runId: target.runId } })).toMatchObject({
      status: "completed",
      outputText: "successor",
    });
    expect(await db.message.findMany({ where: { runId: target.runId } })).toMatchObject([{ content: "successor" }]);
    expect((await readSessionEvents(target.sessionId, 0, 100)).map((logged) => logged.event.type)).toEqual([
      "node.started",
      "text.delta",
      "text.delta",
      "node.finished",
    ]);
  });

  it("F-21 takes beginning and end of an attempt in one commit, also when it had been begun by another", async () => {
    const target = await runningRun();
    const node = { nodeId: "n", kind: "tool", title: "N", attempt: 1 } as const;
    await writer.write({ target, nodeRuns: [{ ...node, status: "running", claim: "first" }] });
    const busy = writer.write({ target, events: [delta("keeps the writer busy, so that what follows is one batch")] });
    const begun = writer.write({ target, nodeRuns: [{ ...node, status: "running", claim: "second" }] });
    const ended = writer.write({
      target: { ...target, attempt: { nodeId: "n", attempt: 1, claim: "second" } },
      nodeRuns: [{ ...node, status: "completed", durationMs: 1 }],
    });
    await Promise.all([busy, ended]);
    expect((await begun).repeatedNodes).toEqual(["n:1"]);
    expect(await db.nodeRun.findFirst({ where: { runId: target.runId } })).toMatchObject({
      status: "completed",
      claim: "second",
    });
  });
});
