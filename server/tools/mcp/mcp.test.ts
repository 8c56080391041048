import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEgressPolicy, type EgressPolicy } from "@/server/egress/policy";
import { startServer } from "@/server/testing/http-server";
import { startMcpServer, type TestMcpOptions, type TestMcpServer } from "@/server/testing/mcp-server";
import { callRemoteTool } from "./call-tool";
import { discoverTools } from "./list-tools";

const ownOrigin = "http://127.0.0.1:1";
const open: EgressPolicy = createEgressPolicy({ ownOrigin, allow: ["127.0.0.1"] });
const strict: EgressPolicy = createEgressPolicy({ ownOrigin, allow: [] });
const search = {
  name: "search",
  description: "Finds things",
  inputSchema: { type: "object", properties: { q: { type: "string" } }, required: ["q"] },
};

let closers: (() => Promise<void>)[] = [];
beforeEach(() => (closers = []));
afterEach(async () => {
  for (const close of closers) await close();
});

async function start(options: TestMcpOptions = {}): Promise<TestMcpServer> {
  const server = await startMcpServer({ tools: [search], ...options });
  closers.push(server.close);
  return server;
}

function call(server: { url: string }, given: Record<string, string>, more: object = {}) {
  const connection = { url: server.url, headers: {}, policy: open, timeoutMs: 3_000 };
  return callRemoteTool({ connection, toolName: "search", arguments: given, idempotencyKey: "run:node:0:1", ...more });
}

describe.each(["stateless", "handshake", "both"] as const)("a server that speaks the %s era", (era) => {
  test("tells who it is and what it offers, and is called", async () => {
    const server = await start({ era });
    const found = await discoverTools({ url: server.url, headers: {}, policy: open });
    expect(found).toMatchObject({ serverName: "test-server", serverVersion: "3.2.1", tools: [search], leftOut: [] });
    await expect(call(server, { q: "x" })).resolves.toBe('search: {"q":"x"}');
    const { protocolVersion } = found;
    const connection = { url: server.url, headers: {}, policy: open, protocolVersion };
    const before = server.requests.length;
    await expect(call(server, { q: "y" }, { connection })).resolves.toBe('search: {"q":"y"}');
    // What is known of the server spares the question which era it speaks.
    const methods = server.requests.slice(before).map(({ body }) => /"method":"([^"]+)"/.exec(body)?.[1]);
    expect(methods).not.toContain("server/discover");
    if (era !== "handshake") expect(methods).toEqual(["tools/call"]);
  });
});

describe("a list of tools", () => {
  test("is read page by page to its end", async () => {
    const tools = Array.from({ length: 7 }, (_, index) => ({ ...search, name: `tool_${index}` }));
    const server = await start({ tools });
    server.pageSize = 3;
    const found = await discoverTools({ url: server.url, headers: {}, policy: open });
    expect(found.tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
  });

  test("that never ends is given up with a sentence", async () => {
    const server = await start({ tools: Array.from({ length: 60 }, (_, index) => ({ ...search, name: `t${index}` })) });
    server.pageSize = 1;
    await expect(discoverTools({ url: server.url, headers: {}, policy: open })).rejects.toMatchObject({
      code: "tool_protocol_error",
      message: expect.stringContaining("50 pages"),
    });
  });

  test("is used without what is named twice, too long or too deep", async () => {
    let deep: Record<string, unknown> = { type: "string" };
    for (let level = 0; level < 60; level += 1) deep = { type: "object", properties: { deep } };
    const server = await start({
      tools: [search, search, { name: "x".repeat(200) }, { name: "deep", inputSchema: deep as never }],
    });
    const found = await discoverTools({ url: server.url, headers: {}, policy: open });
    expect(found.tools.map(({ name }) => name)).toEqual(["search"]);
    expect(found.leftOut).toEqual(["search", "x".repeat(128), "deep"]);
  });
});

describe("a call", () => {
  test("carries its idempotency key as a header and in _meta, and the server's credentials", async () => {
    const server = await start({ authorization: "Bearer s3cret" });
    const connection = { url: server.url, headers: { authorization: "Bearer s3cret" }, policy: open };
    await call(server, { q: "x" }, { connection });
    expect(server.requests.at(-1)?.headers["idempotency-key"]).toBe("run:node:0:1");
    expect(server.calls[0]?.meta).toMatchObject({ "signalbox/idempotencyKey": "run:node:0:1" });
  });

  test("gives structured content, else text, else the contents themselves", async () => {
    const server = await start();
    server.answer = () => ({ content: [{ type: "text", text: "t" }], structuredContent: { a: 1 } });
    await expect(call(server, { q: "x" })).resolves.toEqual({ a: 1 });
    server.answer = () => ({
      content: [
        { type: "text", text: "one" },
        { type: "text", text: "two\u0000" },
      ],
    });
    await expect(call(server, { q: "x" })).resolves.toBe("one\ntwo\uFFFD");
    server.answer = () => ({ content: [{ type: "image", data: "AA==", mimeType: "image/png" }] });
    await expect(call(server, { q: "x" })).resolves.toEqual([{ type: "image", data: "AA==", mimeType: "image/png" }]);
  });

  test("that the tool says failed is a typed error with its words", async () => {
    const server = await start();
    server.answer = () => ({ content: [{ type: "text", text: "no such city" }], isError: true });
    await expect(call(server, { q: "x" })).rejects.toMatchObject({
      code: "tool_failed",
      message: "search failed: no such city",
    });
  });

  test("whose arguments the changed tool no longer takes is not made", async () => {
    const server = await start();
    const offeredSchema = { type: "object", properties: { query: { type: "string" } }, required: ["query"] };
    await expect(call(server, { q: "x" }, { offeredSchema })).rejects.toMatchObject({
      code: "tool_changed",
      message: expect.stringContaining("query is required"),
    });
    expect(server.requests).toEqual([]);
  });

  test("of a tool that the server no longer knows is told as a change", async () => {
    const server = await start();
    const { ProtocolError } = await import("@modelcontextprotocol/server");
    server.answer = () => {
      throw new ProtocolError(-32602, "Unknown tool: search");
    };
    await expect(call(server, { q: "x" })).rejects.toMatchObject({ code: "tool_changed" });
  });

  test("ends at its time limit, and at once when the run is stopped", async () => {
    const server = await start();
    server.answer = () => new Promise(() => undefined);
    const connection = { url: server.url, headers: {}, policy: open, timeoutMs: 300 };
    await expect(call(server, { q: "x" }, { connection })).rejects.toMatchObject({ code: "tool_timeout" });
    const controller = new AbortController();
    const stopped = call(
      server,
      { q: "x" },
      { connection: { ...connection, timeoutMs: 9_000, signal: controller.signal } },
    );
    controller.abort();
    await expect(stopped).rejects.toMatchObject({ code: "run_cancelled" });
  });
});

describe("what is no MCP server", () => {
  test.each([
    ["a page", 200, "text/html", "<p>hello</p>", "tool_protocol_error"],
    ["nothing", 404, "text/plain", "no", "tool_protocol_error"],
    ["a server that is down", 503, "text/plain", "later", "tool_unreachable"],
    ["one that wants credentials", 401, "text/plain", "", "tool_http_error"],
    ["one that answers with other JSON", 200, "application/json", '{"ok":true}', "tool_protocol_error"],
  ])("%s is told apart in a sentence", async (_name, status, type, body, code) => {
    const server = await startServer((_request, response) => {
      response.writeHead(status, { "content-type": type }).end(body);
    });
    closers.push(server.close);
    const look = discoverTools({ url: server.url, headers: {}, policy: open, timeoutMs: 3_000 });
    await expect(look).rejects.toMatchObject({ name: "DomainError", code });
  });

  test("an answer without end is cut at the size limit, and told so", async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = " ".repeat(1 << 20);
      const write = (): void => {
        if (!response.destroyed) response.write(chunk, () => setImmediate(write));
      };
      write();
    });
    closers.push(server.close);
    const look = discoverTools({ url: server.url, headers: {}, policy: open, timeoutMs: 10_000 });
    await expect(look).rejects.toMatchObject({ code: "tool_response_too_large" });
  });
});

describe("S-01 S-02 the egress guard holds for MCP addresses", () => {
  test.each([
    "http://localhost/mcp",
    "http://127.0.0.1/mcp",
    "http://[::1]/mcp",
    "http://2130706433/mcp",
    "http://169.254.169.254/latest/meta-data",
    "http://[fd00:ec2::254]/mcp",
    "http://168.63.129.16/mcp",
    "http://user:pass@example.com/mcp",
  ])("%s is blocked, when looked at and when called", async (url) => {
    const look = discoverTools({ url, headers: {}, policy: strict, timeoutMs: 3_000 });
    await expect(look).rejects.toMatchObject({ code: "tool_blocked" });
    const connection = { url, headers: {}, policy: strict, protocolVersion: "2026-07-28" };
    await expect(call({ url }, { q: "x" }, { connection })).rejects.toMatchObject({ code: "tool_blocked" });
  });

  test("S-01 nothing is ever connected to a private listener that is not allowed", async () => {
    const server = await start();
    await expect(discoverTools({ url: server.url, headers: {}, policy: strict })).rejects.toMatchObject({
      code: "tool_blocked",
    });
    expect(server.requests).toEqual([]);
  });

  test("S-05 a redirect to another origin takes no credentials along", async () => {
    const target = await start();
    const server = await startServer((_request, response) => {
      response.writeHead(307, { location: target.url.replace("127.0.0.1", "localhost") }).end();
    });
    closers.push(server.close);
    const policy = createEgressPolicy({ ownOrigin, allow: ["127.0.0.1", "localhost"] });
    const headers = { authorization: "Bearer s3cret", "x-api-key": "k" };
    await discoverTools({ url: server.url, headers, policy, timeoutMs: 3_000 }).catch(() => undefined);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer s3cret");
    expect(target.requests.length).toBeGreaterThan(0);
    for (const seen of target.requests) {
      expect(seen.headers.authorization).toBeUndefined();
      expect(seen.headers["x-api-key"]).toBeUndefined();
    }
  });

  test("S-07 headers that HTTP does not allow, or that frame the request, are refused", async () => {
    const wrong: Record<string, string>[] = [
      { "x-a": "b\r\nhost: evil" },
      { host: "evil.example" },
      { "transfer-encoding": "chunked" },
    ];
    for (const headers of wrong) {
      const look = discoverTools({
        url: "http://example.com/mcp",
        headers,
        policy: strict,
      });
      await expect(look).rejects.toMatchObject({ code: "tool_config_invalid" });
    }
  });
});
