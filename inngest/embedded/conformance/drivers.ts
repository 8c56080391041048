import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/next";
import type { EmbeddedEngine } from "../engine";
import { listen } from "./http-server";

export type ClientOptions = Partial<ConstructorParameters<typeof Inngest>[0]>;
/** Objects, because a more exact type would keep TypeScript from inferring what the handlers of the functions get. */
export type Functions = (inngest: Inngest) => object[];

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
    const server = await listen(async (request) => {
      const isCall = new URL(request.url).pathname === "/api/inngest";
      const response = isCall ? await handler?.(request) : await engine?.fetch(request);
      return response ?? new Response("not connected", { status: 503 });
    });
    const { origin } = server;
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
      close: server.close,
    };
  },
};

/** The handler that the SDK makes of functions. */
export function handlerOf(inngest: Inngest, functions: Functions, serveOrigin?: string): App["handler"] {
  const route: unknown = serve({
    client: inngest,
    serveOrigin,
    functions: functions(inngest) as InngestFunction.Any[],
  });
  if (typeof route !== "function") throw new Error("serve gave no handler");
  return async (request) => {
    const response: unknown = await route(request);
    if (!(response instanceof Response)) throw new Error("The handler gave no response");
    return response;
  };
}
