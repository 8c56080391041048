import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, type HttpServer } from "@/inngest/embedded/conformance/http-server";
import { signatureOf } from "@/inngest/embedded/conformance/signing";
import { startStandInServer, type StandInServer } from "@/inngest/embedded/conformance/stand-in-server";
import type * as RouteModule from "./route";

/*
 * The product beside an Inngest server: three variables and nothing else. What reads them is loaded after they are set.
 */

type Route = typeof RouteModule;

let server: StandInServer;
let app: HttpServer;
let route: Route | undefined;

beforeAll(async () => {
  const connectionString = process.env.DATABASE_URL ?? "";
  server = await startStandInServer({ connectionString, schema: "stand_in_server", pollMs: 100 });
  app = await listen(async (request) => {
    if (!route || new URL(request.url).pathname !== "/api/inngest") return new Response(null, { status: 503 });
    const handler = { GET: route.GET, POST: route.POST, PUT: route.PUT }[request.method];
    return handler ? handler(request as Parameters<Route["POST"]>[0], undefined) : new Response(null, { status: 405 });
  });
  process.env.INNGEST_BASE_URL = server.origin;
  process.env.INNGEST_EVENT_KEY = server.eventKey;
  process.env.INNGEST_SIGNING_KEY = server.signingKey;
  process.env.INNGEST_SERVE_ORIGIN = app.origin;
  route = await import("./route");
  await (await import("@/server/boot")).boot();
});

afterAll(async () => {
  await (await import("@/server/events/hub")).eventHub.stop();
  await app.close();
  await server.stop();
});

async function call(method: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${app.origin}/api/inngest?fnId=signalbox-execute-run&stepId=step`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "GET" ? {} : { body }),
  });
}

describe("beside an Inngest server", () => {
  it("registers itself, sends its events with our ids and is driven by signed calls to the end of a run", async () => {
    const { runApp, waitUntil } = await import("@/server/testing/studio");
    await waitUntil(() => server.log.includes("POST /fn/ 200"));
    const run = await runApp("score-router", { message: "Refund of 40 euros" });
    expect(run.status).toBe("completed");
    expect(server.events).toContainEqual(expect.objectContaining({ id: `run:${run.id}:1`, name: "run/requested" }));
    expect(server.log.filter((line) => line.startsWith("POST /v1/checkpoint/"))).not.toHaveLength(0);
    expect(server.log.filter((line) => !line.endsWith(" 200"))).toEqual([]);
  });

  it.each(["POST", "PUT"])(
    "F-73 refuses a %s that is unsigned, forged, changed or stale, and tells nothing",
    async (method) => {
      const body = JSON.stringify({
        url: app.origin,
        event: { name: "run/requested" },
        events: [],
        steps: {},
        ctx: { run_id: "r", attempt: 0 },
      });
      const now = Math.floor(Date.now() / 1000);
      const other = `signkey-test-${"cd".repeat(32)}`;
      const signatures = {
        none: {},
        forged: { "x-inngest-signature": signatureOf(body, other, now) },
        changed: { "x-inngest-signature": signatureOf("{}", server.signingKey, now) },
        stale: { "x-inngest-signature": signatureOf(body, server.signingKey, now - 600) },
      };
      for (const [how, signature] of Object.entries(signatures)) {
        const response = await call(method, body, { "x-inngest-sync-kind": "in_band", ...signature });
        expect([how, response.status]).toEqual([how, 401]);
        expect(await response.text()).not.toMatch(/execute-run|function/i);
      }
    },
  );

  it("F-73 does not let an unsigned request make us register, whatever host it names", async () => {
    const registrations = server.log.filter((line) => line.startsWith("POST /fn/")).length;
    expect((await call("PUT", "{}")).status).toBe(401);
    expect((await call("PUT", "{}", { "x-inngest-sync-kind": "out_of_band" })).status).toBe(401);
    expect(server.log.filter((line) => line.startsWith("POST /fn/"))).toHaveLength(registrations);
  });

  it("F-73 introspects only for the server", async () => {
    const refused = await call("GET", "");
    expect(refused.status).toBe(401);
    expect(await refused.text()).toBe("");
    const told = await call("GET", "", { "x-inngest-signature": signatureOf("", server.signingKey) });
    expect(told.status).toBe(200);
    expect(await told.json()).toMatchObject({ function_count: expect.any(Number), mode: "cloud" });
  });
});
