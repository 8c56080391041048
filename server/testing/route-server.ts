import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Response | Promise<Response>;

interface Route {
  pattern: RegExp;
  names: string[];
  load(): Promise<Partial<Record<string, Handler>>>;
}

export interface RouteServer {
  origin: string;
  close(): Promise<void>;
}

/** Listens on a free loopback port before any route is loaded, so that the environment can name its address. */
export async function serveRoutes(): Promise<RouteServer> {
  const routes = findRoutes();
  const server = createServer((incoming, outgoing) => {
    answer(routes, incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The handlers under app/api, by path, those without parameters first. */
function findRoutes(): Route[] {
  return readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => {
      const path = `/${join("api", file, "..").replaceAll("\\", "/")}`;
      return {
        path,
        pattern: new RegExp(`^${path.replaceAll(/\[\w+\]/g, "([^/]+)")}$`),
        names: [...path.matchAll(/\[(\w+)\]/g)].map(([, name = ""]) => name),
        load: () => import(pathToFileURL(join(process.cwd(), "app/api", file)).href) as ReturnType<Route["load"]>,
      };
    })
    .toSorted((left, right) => left.names.length - right.names.length);
}

async function answer(routes: Route[], incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const route = routes.find(({ pattern }) => pattern.test(url.pathname));
  const handler = route && (await route.load())[incoming.method ?? ""];
  if (!handler) {
    outgoing.writeHead(route ? 405 : 404).end();
    return;
  }
  const values = route.pattern.exec(url.pathname)?.slice(1).map(decodeURIComponent) ?? [];
  const params = Object.fromEntries(route.names.map((name, index) => [name, values[index] ?? ""]));
  const left = new AbortController();
  outgoing.on("close", () => left.abort());
  const response = await handler(toRequest(incoming, url, left.signal), { params: Promise.resolve(params) });
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (!response.body) {
    outgoing.end();
    return;
  }
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  body.on("error", () => outgoing.destroy());
  outgoing.on("close", () => body.destroy());
  body.pipe(outgoing);
}

function toRequest(incoming: IncomingMessage, url: URL, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(url, {
    method: incoming.method,
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {}),
  } as RequestInit);
}
