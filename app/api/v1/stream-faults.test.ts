import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as getRunEvents } from "@/app/api/v1/agent/runs/[runId]/events/route";
import { db } from "@/server/db";
import type { RunEvent } from "@/server/domain/run/events";
import { globalSingleton } from "@/server/global-singleton";
import { newId } from "@/server/ids";
import { localPersonId, localTenantId } from "@/server/services/access/principal";
import { type Frame, readFrames } from "@/server/testing/agui-conformance/read-frames";
import { routeRequest } from "@/server/testing/route-request";
import { runStudio, waitUntil } from "@/server/testing/studio";

runStudio();

/** Stands for another process: it writes to the log by a connection of its own. */
const other = new pg.Client({ connectionString: process.env.DATABASE_URL });
beforeAll(() => other.connect());
afterAll(() => other.end());

interface Place {
  sessionId: string;
  runId: string;
}

/** A run that nobody executes: only the test writes what happens in it. */
async function makeRun(): Promise<Place> {
  const [sessionId, runId] = [newId(), newId()];
  const owned = { tenantId: localTenantId, ownerId: localPersonId };
  await db.session.create({ data: { ...owned, id: sessionId, threadId: sessionId, source: "api" } });
  await db.run.create({
    data: {
      ...owned,
      id: runId,
      sessionId,
      workflowId: "none",
      workflowVersionId: "none",
      rootRunId: runId,
      source: "api",
      status: "running",
      inputs: {},
      leaseUntil: new Date(Date.now() + 3_600_000),
    },
  });
  return { sessionId, runId };
}

const started: RunEvent = { type: "run.started", inputs: {} };
const finished: RunEvent = { type: "run.finished", outcome: "success" };

function said(texts: string[]): RunEvent[] {
  const about = { messageId: newId(), audience: "everyone" as const };
  return [
    { type: "text.started", ...about, nodeId: "say" },
    ...texts.map((delta): RunEvent => ({ type: "text.delta", ...about, delta })),
    { type: "text.ended", ...about },
  ];
}

/** Writes events as another process does; `isTold` says whether it notifies. */
async function write({ sessionId, runId }: Place, events: RunEvent[], { isTold = true } = {}): Promise<void> {
  await other.query("begin");
  const { rows } = await other.query<{ event_seq: string }>(
    "update session set event_seq = event_seq + $2 where id = $1 returning event_seq",
    [sessionId, events.length],
  );
  const before = Number(rows[0]?.event_seq) - events.length;
  for (const [index, event] of events.entries()) {
    await other.query(
      "insert into event (tenant_id, session_id, seq, run_id, type, payload) values ($1, $2, $3, $4, $5, $6)",
      [localTenantId, sessionId, before + index + 1, runId, event.type, JSON.stringify(event)],
    );
  }
  if (events.at(-1) === finished) await other.query("update run set status = 'completed' where id = $1", [runId]);
  if (isTold) await other.query("select pg_notify('signalbox_event', $1)", [`another-process ${sessionId}`]);
  await other.query("commit");
}

function follow({ runId }: Place, after?: number, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = after === undefined ? {} : { "last-event-id": String(after) };
  const request = new Request(routeRequest(`/api/v1/agent/runs/${runId}/events`, { headers }), { signal });
  return getRunEvents(request, { params: Promise.resolve({ runId }) });
}

function textOf(frames: Frame[]): string {
  return frames.flatMap(({ data }) => (data.type === "TEXT_MESSAGE_CONTENT" ? [String(data.delta)] : [])).join("");
}

/** Streams that this process has open. */
const openStreams = () => globalSingleton("open-event-streams", () => new Set());

const words = Array.from({ length: 20 }, (_, index) => `word${index} `);

describe("a stream of a run that another process executes", () => {
  it("F-26 tells what the other process writes, in order and once, wherever its client was before", async () => {
    const place = await makeRun();
    await write(place, [started, ...said(words)]);
    const first = await readFrames(await follow(place), (frames) => frames.length < 7);
    const reading = readFrames(await follow(place, first.at(-1)?.id));
    await write(place, [...said(["more"]), finished]);
    const frames = [...first, ...(await reading)];
    expect(textOf(frames)).toBe(`${words.join("")}more`);
    expect(frames.map(({ id }) => id)).toEqual(frames.map((_, index) => index + 1));
  });

  it("F-27 keeps the place of a client that is cut off twice before it was sent anything", async () => {
    const place = await makeRun();
    await write(place, [started, ...said(words)]);
    const first = await readFrames(await follow(place), (frames) => frames.length < 5);
    for (let times = 0; times < 2; times += 1) {
      const leaving = new AbortController();
      const response = await follow(place, first.at(-1)?.id, leaving.signal);
      leaving.abort();
      await response.body?.cancel();
    }
    await write(place, [finished]);
    const rest = await readFrames(await follow(place, first.at(-1)?.id));
    expect(textOf([...first, ...rest])).toBe(words.join(""));
  });

  it("F-28 begins at the beginning after 0 and tells only what is new after a number", async () => {
    const place = await makeRun();
    await write(place, [started, ...said(["a"]), finished]);
    const whole = await readFrames(await follow(place, 0));
    expect(whole.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect((await readFrames(await follow(place, 3))).map(({ id }) => id)).toEqual([4, 5]);
    expect((await follow(place, 6)).status).toBe(400);
  });

  it("F-31 goes on by looking when the notifications are lost", async () => {
    const place = await makeRun();
    await write(place, [started]);
    const reading = readFrames(await follow(place));
    await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'signalbox-events' and datname = current_database()`,
    );
    await write(place, [...said(["still told"]), finished], { isTold: false });
    expect(textOf(await reading)).toBe("still told");
  });

  it("F-30 lets go of a reader that does not read, keeps at most about a mebibyte for it, and tells it the rest later", async () => {
    const place = await makeRun();
    const pieces = Array.from({ length: 60 }, (_, index) => String(index % 10).repeat(100_000));
    await write(place, [started]);
    const slow = await follow(place);
    const quick = readFrames(await follow(place));
    await write(place, [...said(pieces), finished]);
    expect(textOf(await quick) === pieces.join("")).toBe(true);
    // It is waited for a while, then what is kept for it is all there is.
    await waitUntil(() => openStreams().size === 0);
    const first = await readFrames(slow);
    expect(JSON.stringify(first).length).toBeLessThan(1.2 * (1 << 20));
    const rest = await readFrames(await follow(place, first.findLast(({ id }) => id !== undefined)?.id ?? 0));
    expect(textOf([...first, ...rest]) === pieces.join("")).toBe(true);
  });

  it("F-32 tells two hundred readers of one run the same", async () => {
    const place = await makeRun();
    await write(place, [started]);
    const readers = await Promise.all(Array.from({ length: 200 }, () => follow(place)));
    const reading = Promise.all(readers.map((response) => readFrames(response)));
    await write(place, said(words));
    await write(place, [finished]);
    const texts = (await reading).map(textOf);
    expect(new Set(texts)).toEqual(new Set([words.join("")]));
  });

  it("F-33 is held back and changed by no proxy, and lets go of its first bytes at once", async () => {
    const place = await makeRun();
    const leaving = new AbortController();
    const response = await follow(place, undefined, leaving.signal);
    expect(response.headers.get("cache-control")).toContain("no-transform");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^retry: \d+\n\n$/);
    leaving.abort();
    await reader?.cancel();
  });
});
