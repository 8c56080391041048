import { randomBytes } from "node:crypto";
import { Inngest } from "inngest";
import { inject, onTestFinished } from "vitest";
import { handlerOf, type Functions } from "./drivers";
import { until } from "./harness";
import { listen } from "./http-server";
import { startStandInServer } from "./stand-in-server";

/** Whether the cases run against a server of somebody's, named by the environment, or against our stand-in for one. */
export const isServerGiven = Boolean(process.env.INNGEST_BASE_URL);

/** A server's first retry comes after 15 to 45 s, its first step after 0.3 s. */
export const patienceMs = isServerGiven ? 90_000 : 10_000;

interface EndedRun {
  runId: string;
  status: "completed" | "failed" | "cancelled";
}

export interface AppBesideServer {
  inngest: Inngest;
  send: (name: string, data?: Record<string, unknown>, id?: string) => Promise<void>;
  /** Waits until so many runs of a function have ended, which only the server's events tell. */
  ended: (functionId: string, count?: number) => Promise<EndedRun[]>;
  /** Sends an event again and again until the condition holds: only a run that waits by then hears it. */
  sendUntil: (name: string, data: Record<string, unknown>, isEnough: () => boolean) => Promise<void>;
}

/**
 * An app beside an Inngest server, as two machines: sockets in both directions, signatures on, nothing known of the
 * server's insides. It ends with the test.
 */
export async function startBesideServer(functions: Functions): Promise<AppBesideServer> {
  const id = `conformance-${randomBytes(4).toString("hex")}`;
  const server = await openServer();
  let handler: ((request: Request) => Promise<Response>) | undefined;
  const app = await listen(async (request) => (await handler?.(request)) ?? new Response(null, { status: 503 }));
  onTestFinished(async () => {
    await server.stop();
    await app.close();
  });
  const { eventKey, signingKey, origin: baseUrl } = server;
  const inngest = new Inngest({ id, isDev: false, baseUrl, eventKey, signingKey, logger: silent });
  const witness = witnessOf(inngest);
  handler = handlerOf(inngest, (client) => [...functions(client), witness.definition], app.origin);
  const registered = await handler(new Request(`${app.origin}/api/inngest`, { method: "PUT" }));
  if (!registered.ok) throw new Error(`The server refused the app: ${await registered.text()}`);
  const send: AppBesideServer["send"] = async (name, data = {}, eventId) => {
    await inngest.send({ name, data, ...(eventId ? { id: eventId } : {}) });
  };
  return {
    inngest,
    send,
    ended: (functionId, count = 1) => {
      const runsOf = () => [...witness.ends.values()].filter((end) => end.functionId === `${id}-${functionId}`);
      return until(`${count} ended runs of ${functionId}`, () => runsOf().length >= count && runsOf(), patienceMs);
    },
    sendUntil: (name, data, isEnough) =>
      until(`an effect of ${name}`, async () => isEnough() || (await send(name, data), isEnough()), patienceMs).then(
        () => {},
      ),
  };
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function openServer() {
  const { INNGEST_BASE_URL: origin, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey } = process.env;
  if (!origin) {
    const schema = `engine_${randomBytes(6).toString("hex")}`;
    return startStandInServer({
      connectionString: inject("databaseUrl"),
      schema,
      pollMs: 100,
      backoff: () => 20,
      logger: silent,
    });
  }
  if (!eventKey || !signingKey) throw new Error("A server needs INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY as well");
  return { origin, eventKey, signingKey, stop: async () => {} };
}

/** A function of the app that hears of the end of all others. */
function witnessOf(inngest: Inngest) {
  const ends = new Map<string, EndedRun & { functionId: string }>();
  const definition = inngest.createFunction(
    { id: "witness", triggers: [{ event: "inngest/function.finished" }, { event: "inngest/function.cancelled" }] },
    async ({ event }) => {
      const { run_id: runId, function_id: functionId, error } = event.data as Record<string, unknown>;
      if (typeof runId !== "string" || typeof functionId !== "string") return;
      const isCancelled = event.name === "inngest/function.cancelled" || ends.get(runId)?.status === "cancelled";
      ends.set(runId, { runId, functionId, status: isCancelled ? "cancelled" : error ? "failed" : "completed" });
    },
  );
  return { ends, definition };
}
