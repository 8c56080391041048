import { startEmbeddedEngine, type EmbeddedEngine, type EmbeddedEngineOptions } from "../engine";
import { stringField } from "../types";
import { listen } from "./http-server";
import { bearerOf, signatureOf } from "./signing";

export interface StandInServer {
  origin: string;
  signingKey: string;
  eventKey: string;
  /** Requests it accepted and refused, as `POST /e/ 200`, oldest first. */
  log: string[];
  /** Bodies of the events it was sent. */
  events: Record<string, unknown>[];
  stop: () => Promise<void>;
}

/**
 * What an app meets when it uses an Inngest server, with the embedded engine inside: another process as far as HTTP
 * shows, event key and bearer token demanded, every call signed. The app has to register itself before anything runs.
 */
export async function startStandInServer(
  options: Omit<EmbeddedEngineOptions, "handler" | "appId">,
): Promise<StandInServer> {
  const signingKey = `signkey-test-${"ab".repeat(32)}`;
  const eventKey = "stand-in-event-key";
  const log: string[] = [];
  const events: Record<string, unknown>[] = [];
  let engine: Promise<EmbeddedEngine> | undefined;

  const respond = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const isEvent = pathname.startsWith("/e/");
    const isAllowed = isEvent
      ? pathname === `/e/${eventKey}`
      : request.headers.get("authorization") === bearerOf(signingKey);
    if (!isAllowed) return Response.json({ error: "Unauthorized", status: 401 }, { status: 401 });
    const body = await request.text();
    if (pathname === "/fn/register") {
      const registration: unknown = JSON.parse(body);
      const appUrl = stringField(registration, "url");
      const appId = stringField(registration, "appName");
      if (appUrl === undefined || appId === undefined)
        return Response.json({ error: "No app", status: 400 }, { status: 400 });
      engine ??= startEmbeddedEngine({ ...options, appId, handler: (call) => callApp(appUrl, call, signingKey) });
      await engine;
      return Response.json({ ok: true, modified: true, status: 200 });
    }
    if (isEvent) events.push(...[JSON.parse(body)].flat());
    if (!engine) return Response.json({ error: "No app has registered", status: 503 }, { status: 503 });
    const { method, headers } = request;
    return (await engine).fetch(request.url, { method, headers, ...(method === "GET" ? {} : { body }) });
  };
  const server = await listen(async (request) => {
    const response = await respond(request);
    log.push(`${request.method} ${new URL(request.url).pathname.replace(/[^/]*$/, "")} ${response.status}`);
    return response;
  });
  return {
    origin: server.origin,
    signingKey,
    eventKey,
    log,
    events,
    stop: async () => {
      await (await engine)?.stop({ drainMs: 1000 });
      await server.close();
    },
  };
}

/** Calls the app where it said it is, with the signature a server gives. */
async function callApp(appUrl: string, call: Request, signingKey: string): Promise<Response> {
  const body = await call.text();
  const headers = new Headers(call.headers);
  headers.set("x-inngest-server-kind", "cloud");
  headers.set("x-inngest-signature", signatureOf(body, signingKey));
  const url = Object.assign(new URL(appUrl), { search: new URL(call.url).search });
  return fetch(url, { method: call.method, headers, body });
}
