import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "@/server/domain/nodes/http-request";
import { createEgressPolicy, type EgressPolicy } from "@/server/egress/policy";
import { callHttpTool } from "./call-http-tool";
import { retryAfterMs } from "./retry-after";

let server: Server;
let policy: EgressPolicy;
let handle: RequestListener;
let seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      handle(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  policy = createEgressPolicy({ ownOrigin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, allow: [] });
});

beforeEach(() => {
  seen = [];
  handle = (_request, response) => response.setHeader("content-type", "application/json").end('{"ok":true}');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function call(request: Partial<HttpRequest> = {}) {
  const whole: HttpRequest = {
    method: "GET",
    url: "/api/demo/tool",
    query: {},
    headers: {},
    body: undefined,
    ...request,
  };
  return callHttpTool({ request: whole, idempotencyKey: "run:node:0:call", policy });
}

function answer(status: number, body: string | Buffer, headers: Record<string, string> = {}): void {
  handle = (_request, response) => response.writeHead(status, headers).end(body);
}

describe("what is sent", () => {
  test("query values are encoded and added to those of the URL, lists several times", async () => {
    await call({ url: "/api/demo/tool?a=1", query: { q: "x & y", tag: ["one", "two"] } });
    expect(seen[0]?.url).toBe("/api/demo/tool?a=1&q=x+%26+y&tag=one&tag=two");
  });

  test("a body is sent as JSON, as text, or as a form, as its kind and content type say", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    await call({ method: "POST", body: { a: [1, null] } });
    await call({ method: "PUT", body: "plain" });
    await call({ method: "POST", body: { a: "x y", b: [1, 2] }, headers: form });
    expect(seen.map(({ headers, body }) => [headers["content-type"], body])).toEqual([
      ["application/json", '{"a":[1,null]}'],
      ["text/plain; charset=utf-8", "plain"],
      [form["content-type"], "a=x+y&b=1&b=2"],
    ]);
  });

  test("every call that may change something carries its idempotency key, unless the author gave one", async () => {
    await call({ method: "POST", body: {} });
    await call({ method: "DELETE" });
    await call({ method: "POST", headers: { "idempotency-key": "own" } });
    await call();
    expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual([
      "run:node:0:call",
      "run:node:0:call",
      "own",
      undefined,
    ]);
  });
});

describe("what comes back", () => {
  test("JSON is read where the content type says so, and cookies are left out", async () => {
    answer(201, '{"a":[1]}', { "content-type": "application/problem+json", "set-cookie": "s=1", "x-id": "7" });
    const response = await call();
    expect(response).toMatchObject({ status: 201, body: { a: [1] }, headers: { "x-id": "7" } });
    expect(response.headers).not.toHaveProperty("set-cookie");
  });

  test.each([
    ["text stays text", '{"a":1}', "text/plain", '{"a":1}'],
    ["broken JSON is shown as text", '{"a":', "application/json", '{"a":'],
    ["no content is null", "", "application/json", null],
    ["NUL and lone surrogates become storable", '{"a\\u0000":"\\ud800"}', "application/json", { "a\uFFFD": "\uFFFD" }],
    ["another charset is decoded", Buffer.from([0xe9]), "text/plain; charset=iso-8859-1", "é"],
    ["an unknown charset is read as UTF-8", "é", "text/plain; charset=none", "é"],
  ])("%s", async (_name, body, contentType, expected) => {
    answer(200, body, { "content-type": contentType });
    await expect(call()).resolves.toMatchObject({ body: expected });
  });
});

describe("refusals", () => {
  test("an answer that refuses the call is final and told with its status and beginning", async () => {
    answer(422, `no such thing ${"x".repeat(5000)}`);
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "tool_http_error", isRetriable: false, details: { status: 422 } });
    expect(error).toHaveProperty("details.body", expect.stringMatching(/^no such thing x{1000}/));
    expect(error).toHaveProperty("details.body.length", 2000);
  });

  test.each([429, 500, 503])("%i may be tried again, when the tool says so", async (status) => {
    answer(status, "later", { "retry-after": "3" });
    await expect(call()).rejects.toMatchObject({
      code: "tool_unreachable",
      isRetriable: true,
      retryAfterMs: 3000,
      details: { status },
    });
  });

  test("V-52 a private target is refused before anything is sent", async () => {
    await expect(call({ url: "http://169.254.169.254/" })).rejects.toMatchObject({ code: "tool_blocked" });
    await expect(call({ url: "/api/v1/sessions" })).rejects.toMatchObject({ code: "tool_blocked" });
    expect(seen).toEqual([]);
  });
});

describe("retryAfterMs", () => {
  const now = Date.parse("2026-11-21T06:00:00Z");

  test.each([
    ["120", 120_000],
    ["Sat, 21 Nov 2026 06:00:30 GMT", 30_000],
    ["Sat, 21 Nov 2026 05:00:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("reads %s as %s", (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
