import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/next";
import type { EmbeddedEngine } from "../engine";

export type ClientOptions = Partial<ConstructorParameters<typeof Inngest>[0]>;
export type Functions = (inngest: Inngest) => InngestFunction.Any[];

/** An app with its functions, and the way between it and the engine. */
export interface App {
  inngest: Inngest;
  handler: (request: Request) => Promise<Response>;
  connect: (engine: EmbeddedEngine) => void;
  close: () => Promise<void>;
}

export interface Driver {
  name: string;
  /** @param wrap stands between engine and app, for tests that have to see or spoil what passes */
  open: (functions: Functions, options: ClientOptions) => Promise<App>;
}

export const appId = "conformance";
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Request to Response within the process, as the product runs it. */
export const inProcess: Driver = {
  name: "in process",
  open: async (functions, options) => {
    let engine: EmbeddedEngine | undefined;
    const throughEngine: typeof fetch = async (input, init) => {
      if (!engine) throw new Error("The engine is not connected");
      return engine.fetch(input, init);
    };
    const inngest = new Inngest({
      id: appId,
      isDev: true,
      baseUrl: "http://inngest.embedded",
      fetch: throughEngine,
      logger: silent,
      ...options,
    });
    const handler = handlerOf(inngest, functions);
    return { inngest, handler, connect: (started) => (engine = started), close: async () => {} };
  },
};

/** Both directions over sockets, as between an app and a server. */
export const overHttp: Driver = {
  name: "over HTTP",
  open: async (functions, options) => {
    let engine: EmbeddedEngine | undefined;
    let handler: App["handler"] | undefined;
    const server = createServer((incoming, outgoing) => {
      void answer(incoming, outgoing, async (request) => {
        const isCall = new URL(request.url).pathname === "/api/inngest";
        const response = isCall ? await handler?.(request) : await engine?.fetch(request);
        return response ?? new Response("not connected", { status: 503 });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The test server has no port");
    const origin = `http://127.0.0.1:${address.port}`;
    const inngest = new Inngest({ id: appId, isDev: true, baseUrl: origin, logger: silent, ...options });
    handler = handlerOf(inngest, functions);
    return {
      inngest,
      handler: async (request) => {
        const { pathname, search } = new URL(request.url);
        return fetch(`${origin}${pathname}${search}`, {
          method: request.method,
          headers: request.headers,
          body: await request.text(),
        });
      },
      connect: (started) => (engine = started),
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

function handlerOf(inngest: Inngest, functions: Functions): App["handler"] {
  const route: unknown = serve({ client: inngest, functions: functions(inngest) });
  if (typeof route !== "function") throw new Error("serve gave no handler");
  return async (request) => {
    const response: unknown = await route(request);
    if (!(response instanceof Response)) throw new Error("The handler gave no response");
    return response;
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  respond: (request: Request) => Promise<Response>,
) {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const method = incoming.method ?? "GET";
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const response = await respond(
    new Request(url, { method, headers, ...(method === "GET" ? {} : { body: Buffer.concat(chunks) }) }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}
