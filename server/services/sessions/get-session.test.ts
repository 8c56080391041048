import { expect, it } from "vitest";
import { pool } from "@/server/db";
import { getSession } from "@/server/services/sessions/get-session";
import { principal, publish, runApp, runStudio, waitUntil } from "@/server/testing/studio";

runStudio();

/** Lets a conversation be read in the middle of `change`: its row is read before, its runs after it was committed. */
async function readDuring(sessionId: string, change: string) {
  const client = await pool.connect();
  try {
    await client.query("begin");
    // Reading a row waits for nothing but such a lock of the whole table.
    await client.query("lock table run in access exclusive mode");
    const reading = getSession(principal, sessionId);
    await waitUntil(async () => {
      const { rowCount } = await pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%run%'",
      );
      return (rowCount ?? 0) > 0;
    });
    await client.query(change);
    await client.query("commit");
    return await reading;
  } finally {
    // Destroyed, so that no failure leaves the table locked.
    client.release(true);
  }
}

it("shows a run as ended with its answer only, also when it ends while the conversation is read", async () => {
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "say", type: "answer", config: { template: "The answer." } },
    ],
    edges: [{ source: "start", target: "say" }],
  });
  const { id: runId, sessionId } = await runApp(appCode, { message: "The question?" });
  // The moment before its end, which then comes once more.
  await pool.query("update run set status = 'running' where id = $1", [runId]);
  await pool.query("update session set head_seq = 1, message_seq = 1 where id = $1", [sessionId]);
  const shown = async (session: ReturnType<typeof getSession>) => {
    const { runs, messages } = await session;
    return { statuses: runs.map((run) => run.status), said: messages.map((message) => message.content) };
  };
  const underWay = { statuses: ["running"], said: ["The question?"] };
  expect(await shown(getSession(principal, sessionId))).toEqual(underWay);
  const end = `update run set status = 'completed' where id = '${runId}'; update session set head_seq = 2, message_seq = 2 where id = '${sessionId}'`;
  expect(await shown(readDuring(sessionId, end))).toEqual(underWay);
  expect(await shown(getSession(principal, sessionId))).toEqual({
    statuses: ["completed"],
    said: ["The question?", "The answer."],
  });
});
