import { type CallToolResult, createMcpHandler, Server } from "@modelcontextprotocol/server";
import type { JsonObject } from "@/server/domain/json";
import { startServer, type TestServer } from "@/server/testing/http-server";

export interface TestMcpTool {
  name: string;
  description?: string;
  inputSchema?: JsonObject;
}

export interface TestMcpServer extends TestServer {
  /** What the server offers; change it to change the server. */
  tools: TestMcpTool[];
  /** Calls so far: the tool's name, its arguments and their `_meta`. */
  calls: { name: string; arguments: unknown; meta: unknown }[];
  /** What the next calls are answered with. */
  answer: (name: string, given: unknown) => CallToolResult | Promise<CallToolResult>;
  /** How many tools a page of the list has. */
  pageSize: number;
}

export interface TestMcpOptions {
  tools?: TestMcpTool[];
  /** `stateless` speaks the newest revision alone, `handshake` only those with `initialize`. */
  era?: "both" | "stateless" | "handshake";
  /** Refuses every request without this value of Authorization. */
  authorization?: string;
}

/** A real MCP server over streamable HTTP on a loopback port, by the official implementation. */
export async function startMcpServer({
  tools = [],
  era = "both",
  authorization,
}: TestMcpOptions = {}): Promise<TestMcpServer> {
  const state: Pick<TestMcpServer, "tools" | "calls" | "answer" | "pageSize"> = {
    tools,
    calls: [],
    answer: (name, given) => ({ content: [{ type: "text", text: `${name}: ${JSON.stringify(given)}` }] }),
    pageSize: 100,
  };
  const { fetch } = createMcpHandler(() => createServer(state), era === "stateless" ? { legacy: "reject" } : {});
  const server = await startServer((request, response) => {
    const body = server.requests.at(-1)?.body ?? "";
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      response.writeHead(401).end();
      return;
    }
    if (era === "handshake" && request.headers["mcp-method"] !== undefined) {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32000, message: "Not initialized" } }));
      return;
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, String(value));
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    void fetch(
      new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method ?? "GET",
        headers,
        ...(hasBody ? { body } : {}),
      }),
    ).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (answer.body) for await (const chunk of answer.body) response.write(chunk);
      response.end();
    });
  });
  return Object.assign(state, server);
}

function createServer(state: Pick<TestMcpServer, "tools" | "calls" | "answer" | "pageSize">): Server {
  const server = new Server({ name: "test-server", version: "3.2.1" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", ({ params }) => {
    const from = Number(params?.cursor ?? 0);
    const page = state.tools.slice(from, from + state.pageSize);
    const next = from + page.length;
    return {
      tools: page.map(({ name, description = "", inputSchema = {} }) => ({
        name,
        description,
        inputSchema: { ...inputSchema, type: "object" as const },
      })),
      ...(next < state.tools.length ? { nextCursor: String(next) } : {}),
    };
  });
  server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
    state.calls.push({ name: params.name, arguments: params.arguments, meta: mcpReq._meta });
    return state.answer(params.name, params.arguments);
  });
  return server;
}
