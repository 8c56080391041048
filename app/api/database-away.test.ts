import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";

/** A database of this file's own, which it may break; server/db reads its address when it is first loaded. */
const own = await vi.hoisted(async () => {
  const [{ mkdtempSync }, { tmpdir }, { join }] = await Promise.all([
    import("node:fs"),
    import("node:os"),
    import("node:path"),
  ]);
  const { startDatabaseProxy } = await import("@/scripts/faults/database-proxy.mjs");
  const { ensureDatabase, migrate } = await import("@/scripts/lib/migrate.mjs");
  const { startPostgres } = await import("@/scripts/lib/postgres.mjs");
  const folder = mkdtempSync(join(tmpdir(), "signalbox-away-"));
  const settings = { max_connections: "40", superuser_reserved_connections: "0" };
  const postgres = await startPostgres({ folder, settings });
  await ensureDatabase(postgres.url("postgres"), "signalbox");
  await migrate(postgres.url("signalbox"));
  const proxy = await startDatabaseProxy(postgres.url("signalbox"));
  process.env.DATABASE_URL = proxy.url;
  return { folder, settings, postgres, proxy };
});

import { rmSync } from "node:fs";
import pg from "pg";
import { GET as getReady } from "@/app/api/ready/route";
import { GET as callTrpc } from "@/app/api/trpc/[trpc]/route";
import { GET as getRunEvents } from "@/app/api/v1/agent/runs/[runId]/events/route";
import { POST as postRun } from "@/app/api/v1/agent/runs/route";
import { startPostgres } from "@/scripts/lib/postgres.mjs";
import { signalProcess } from "@/scripts/lib/processes.mjs";
import { db } from "@/server/db";
import { startServer, type TestServer } from "@/server/testing/http-server";
import { publish, runStudio, waitForEnd, waitUntil } from "@/server/testing/studio";

runStudio();

/** What the runs call: each call is answered when the test says so. */
let receiver: TestServer;
let held: ServerResponse[] = [];
let isHolding = false;
let appCode = "";
let postgres = own.postgres;

const answer = (response: ServerResponse) => response.setHeader("content-type", "application/json").end("{}");

beforeAll(async () => {
  receiver = await startServer((_request, response) => {
    if (isHolding) held.push(response);
    else answer(response);
  });
  const call = (id: string) => ({
    id,
    type: "tool",
    config: { method: "POST" as const, url: `${receiver.url}/${id}`, timeout_seconds: 60 },
  });
  ({ appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      call("first"),
      call("second"),
      { id: "say", type: "answer", config: { template: "done" } },
    ],
    edges: [
      { source: "start", target: "first" },
      { source: "first", target: "second" },
      { source: "second", target: "say" },
    ],
  }));
});
beforeEach(() => {
  isHolding = false;
  held = [];
});
afterAll(async () => {
  await receiver.close();
  await own.proxy.close();
  await postgres.stop();
  rmSync(own.folder, { recursive: true, force: true });
});

const host = { host: "127.0.0.1:3000" };
const url = (path: string) => `http://127.0.0.1:3000${path}`;

const requestRun = () =>
  postRun(
    new Request(url("/api/v1/agent/runs"), {
      method: "POST",
      headers: { ...host, "content-type": "application/json" },
      body: JSON.stringify({ app_code: appCode }),
    }),
  );
const askEvents = (runId: string) =>
  getRunEvents(new Request(url(`/api/v1/agent/runs/${runId}/events`), { headers: host }), {
    params: Promise.resolve({ runId }),
  });
const askTrpc = (path: string) => callTrpc(new Request(url(`/api/trpc/${path}`), { headers: host }));

/** Starts runs and waits until each of them has a call under way. */
async function startRuns(count: number): Promise<string[]> {
  isHolding = true;
  const responses = await Promise.all(Array.from({ length: count }, requestRun));
  const bodies = await Promise.all(responses.map((response) => response.json() as Promise<{ run_id: string }>));
  await waitUntil(() => held.length === count);
  return bodies.map((body) => body.run_id);
}

function release(): void {
  isHolding = false;
  for (const response of held) answer(response);
  held = [];
}

async function expectCompleted(runIds: string[]): Promise<void> {
  await waitUntil(isReady);
  const runs = await Promise.all(runIds.map((runId) => waitForEnd(runId, 60_000)));
  expect(runs.map((run) => run.status)).toEqual(runIds.map(() => "completed"));
}

/** Every way in answers alike: 503, the code, and when to come back. */
async function expectUnavailable(runId: string): Promise<void> {
  for (const response of [await requestRun(), await askEvents(runId)]) {
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await response.json()).toMatchObject({ code: "database_unavailable", status: 503 });
  }
  const response = await askTrpc("system.firstPage");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await response.json()).toMatchObject({
    error: { json: { data: { errorCode: "database_unavailable", httpStatus: 503 } } },
  });
}

const isReady = async (): Promise<boolean> => (await getReady()).status === 200;

it("F-08 no run fails when the database restarts at once; requests are told to come back, and it is taken up again", async () => {
  const runIds = await startRuns(20);
  signalProcess(postgres.pid, "SIGQUIT");
  await waitUntil(async () => !(await isReady()));
  await expectUnavailable(runIds[0] ?? "");
  release();
  postgres = await startPostgres({ folder: own.folder, settings: own.settings, port: postgres.port });
  await expectCompleted(runIds);
  const next = await requestRun();
  expect(next.status).toBe(202);
  await expectCompleted([((await next.json()) as { run_id: string }).run_id]);
}, 120_000);

it("F-09 while the database is away it is asked less than five times a second, and streams stay open", async () => {
  const runIds = await startRuns(20);
  const streams = await Promise.all(runIds.map(async (runId) => (await askEvents(runId)).body?.getReader()));
  own.proxy.cut();
  // The first attempts all fail together; what is counted is what follows.
  await waitUntil(async () => !(await isReady()));
  await delay(1000);
  const [before, since] = [own.proxy.attempts, performance.now()];
  release();
  const asked = Array.from({ length: 100 }, async (_, count) => {
    await delay(count * 50);
    return (await requestRun()).status;
  });
  expect(new Set(await Promise.all(asked))).toEqual(new Set([503]));
  const perSecond = (own.proxy.attempts - before) / ((performance.now() - since) / 1000);
  expect(perSecond).toBeLessThan(5);
  own.proxy.restore();
  await expectCompleted(runIds);
  for (const reader of streams) {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const read = await reader?.read();
      if (!read || read.done) break;
      text += decoder.decode(read.value, { stream: true });
    }
    expect(text).toContain('"RUN_FINISHED"');
  }
}, 120_000);

it("F-10 with all connections taken, requests are told to come back and no run is lost", async () => {
  const runIds = await startRuns(5);
  const thieves: pg.Client[] = [];
  const steal = async (): Promise<boolean> => {
    const thief = new pg.Client({ connectionString: postgres.url("signalbox"), application_name: "thief" });
    thief.on("error", () => undefined);
    try {
      await thief.connect();
      thieves.push(thief);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "53300" });
      return false;
    }
  };
  await steal();
  // As often as it takes to have them all: what we end is opened again, by the product or by the thief.
  await waitUntil(async () => {
    await thieves[0]?.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and application_name <> 'thief'",
    );
    while (await steal());
    return thieves.length === Number(own.settings.max_connections);
  });
  await expectUnavailable(runIds[0] ?? "");
  release();
  await Promise.all(thieves.map((thief) => thief.end()));
  await expectCompleted(runIds);
  await waitUntil(async () => (await db.outbox.count()) === 0);
}, 120_000);
