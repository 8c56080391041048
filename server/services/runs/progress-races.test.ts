import { describe, expect, it } from "vitest";
import { db, pool } from "@/server/db";
import { FencedError, type Progress, type RunTarget } from "@/server/progress/progress";
import { ProgressWriter } from "@/server/progress/writer";
import { begin, delta, end, pure, runningRun } from "@/server/services/runs/progress.fixture";

/**
 * Hands writes to writers of their own while the run is locked, so that every statement has begun, and seen the tables as they
 * were, before the first of them is let on; they are let on in their order.
 */
async function race(target: RunTarget, writes: readonly Progress[]) {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select from run where id = $1 for update", [target.runId]);
    const written = [];
    for (const [index, write] of writes.entries()) {
      written.push(new ProgressWriter(pool).write(write));
      await waitingFor(index + 1);
    }
    // Listened to before they are let on: one may be refused before the answer to the commit is here.
    const settled = Promise.allSettled(written);
    await client.query("commit");
    return await settled;
  } finally {
    client.release();
  }
}

/** Waits until so many statements wait for a lock. */
async function waitingFor(count: number): Promise<void> {
  const waiting = async () =>
    (
      await pool.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like 'with stamp%'`,
      )
    ).rowCount ?? 0;
  while ((await waiting()) < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

const typesOf = async (runId: string) =>
  (await db.event.findMany({ where: { runId }, orderBy: { seq: "asc" } })).map((event) => event.type);

describe("statements that were on their way when their process was killed", () => {
  it("say what pure nodes did once, when the process that takes over says it too", async () => {
    const target = await runningRun();
    const [killed, successor] = await race(target, [pure(target, "a"), pure(target, "a")]);
    expect(killed).toMatchObject({ status: "fulfilled", value: { endedNodes: [] } });
    expect(successor).toMatchObject({ status: "fulfilled", value: { endedNodes: ["a:1"], events: [] } });
    expect(await typesOf(target.runId)).toEqual(["node.started", "node.finished"]);
  });

  it("F-04 end an attempt, and who begins it again is told that it had ended", async () => {
    const target = await runningRun();
    await new ProgressWriter(pool).write(begin(target, "a", "killed"));
    const [ended, begun] = await race(target, [end(target, "a", "killed"), begin(target, "a", "successor")]);
    expect(ended).toMatchObject({ status: "fulfilled" });
    expect(begun).toMatchObject({ status: "fulfilled", value: { endedNodes: ["a:1"], repeatedNodes: [], events: [] } });
    expect(await typesOf(target.runId)).toEqual(["node.started", "node.finished"]);
  });

  it("F-21 are refused when the attempt was begun again before it was their turn", async () => {
    const target = await runningRun();
    const killed = { ...target, attempt: { nodeId: "a", attempt: 1, claim: "killed" } };
    await new ProgressWriter(pool).write(begin(target, "a", "killed"));
    const [begun, said, ended] = await race(target, [
      begin(target, "a", "successor"),
      { target: killed, events: [delta("late")] },
      end(target, "a", "killed"),
    ]);
    expect(begun).toMatchObject({ status: "fulfilled", value: { repeatedNodes: ["a:1"] } });
    expect(said).toMatchObject({ status: "rejected", reason: expect.any(FencedError) });
    expect(ended).toMatchObject({ status: "rejected", reason: expect.any(FencedError) });
    expect(await typesOf(target.runId)).toEqual(["node.started"]);
  });
});
