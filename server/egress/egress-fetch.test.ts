import type { LookupAddress } from "node:dns";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { egressFetch } from "./egress-fetch";
import { createEgressPolicy, type EgressPolicy } from "./policy";

/** A real listener that records what reached it. `handle` may be replaced by each test. */
class Listener {
  readonly seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  connections = 0;
  handle: RequestListener = (_request, response) => response.end("answer");
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        this.seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        this.handle(request, response);
      });
    });
    this.#server.on("connection", () => {
      this.connections += 1;
    });
  }

  async open(host: string, port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, host, resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  reset(): void {
    this.seen.length = 0;
    this.connections = 0;
    this.handle = (_request, response) => response.end("answer");
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

// 127.0.0.2 plays the public internet, 127.0.0.1 everything private.
const outside = new Listener();
const privateHost = new Listener();
const app = new Listener();
let records: Record<string, string[]>;
let policy: EgressPolicy;

async function lookup(hostname: string): Promise<LookupAddress[]> {
  const addresses = records[hostname];
  if (!addresses) throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
  return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

beforeAll(async () => {
  await outside.open("127.0.0.2");
  // The same port on the private address: a connection that goes astray is seen here.
  await privateHost.open("127.0.0.1", outside.port);
  await app.open("127.0.0.1");
});

beforeEach(() => {
  for (const listener of [outside, privateHost, app]) listener.reset();
  records = { "public.example": ["127.0.0.2"], "other.example": ["127.0.0.2"], "private.example": ["127.0.0.1"] };
  policy = createEgressPolicy({ ownOrigin: `http://127.0.0.1:${app.port}`, allow: ["127.0.0.2/32"], lookup });
});

afterAll(() => {
  for (const listener of [outside, privateHost, app]) listener.close();
});

function fetchOutside(
  path: string,
  init: Parameters<typeof egressFetch>[1] = {},
  options: Parameters<typeof egressFetch>[2] = {},
) {
  return egressFetch(`http://public.example:${outside.port}${path}`, init, { policy, ...options });
}

function redirect(location: string, status = 302): RequestListener {
  return (_request: IncomingMessage, response: ServerResponse) => response.writeHead(status, { location }).end("moved");
}

test("an allowed target is called and its answer read", async () => {
  const response = await fetchOutside("/path?x=1", { method: "POST", headers: { "X-Api-Key": "k" }, body: "hello" });
  expect(response.status).toBe(200);
  expect(response.body.toString()).toBe("answer");
  expect(outside.seen[0]).toMatchObject({ method: "POST", url: "/path?x=1", body: "hello" });
  expect(outside.seen[0]?.headers).toMatchObject({ "x-api-key": "k", host: `public.example:${outside.port}` });
});

describe("private targets", () => {
  test.each([
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "0",
    "0.0.0.0",
    "①②⑦.⓪.⓪.①",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
  ])("S-01 the literal %s is blocked before a connection", async (host) => {
    const call = egressFetch(`http://${host}:${privateHost.port}/`, {}, { policy });
    await expect(call).rejects.toMatchObject({ code: "tool_blocked" });
    expect(privateHost.connections).toBe(0);
  });

  test.each(["localhost", "localhost."])("S-01 the system's own resolver is no way round: %s", async (host) => {
    const strict = createEgressPolicy({ ownOrigin: policy.ownOrigin, allow: [] });
    await expect(egressFetch(`http://${host}:${privateHost.port}/`, {}, { policy: strict })).rejects.toMatchObject({
      code: expect.stringMatching(/^tool_(blocked|unreachable)$/),
    });
    expect(privateHost.connections).toBe(0);
  });

  test.each(["169.254.169.254", "[fd00:ec2::254]", "168.63.129.16", "100.100.100.200", "192.0.0.192"])(
    "S-02 the metadata service at %s is blocked",
    async (host) => {
      await expect(egressFetch(`http://${host}/latest/meta-data/`, {}, { policy })).rejects.toMatchObject({
        code: "tool_blocked",
      });
    },
  );

  test("S-02 a metadata host name is blocked by where it leads to, without saying where", async () => {
    records["metadata.google.internal"] = ["169.254.169.254"];
    const call = egressFetch("http://metadata.google.internal/", {}, { policy });
    await expect(call).rejects.toMatchObject({ code: "tool_blocked", message: expect.not.stringContaining("169.254") });
  });

  test("S-03 a name that turns private after the first call is blocked on the next connection", async () => {
    outside.handle = (_request, response) => response.setHeader("connection", "close").end("first");
    await fetchOutside("/");
    records["public.example"] = ["127.0.0.1"];
    await expect(fetchOutside("/")).rejects.toMatchObject({ code: "tool_blocked" });
    expect(privateHost.connections).toBe(0);
  });

  test("S-03, S-09 of a mixed answer only the public records are tried", async () => {
    records["public.example"] = ["::1", "127.0.0.1", "127.0.0.2"];
    await expect(fetchOutside("/")).resolves.toMatchObject({ status: 200 });
    expect([outside.connections, privateHost.connections]).toEqual([1, 0]);
  });

  test("S-08 a kept connection goes on to the address that was checked", async () => {
    await fetchOutside("/one");
    records["public.example"] = ["127.0.0.1"];
    await Promise.allSettled([fetchOutside("/two")]);
    expect(privateHost.connections).toBe(0);
  });

  test("a public address on an unusual port needs the allow-list", () => {
    const allows = (port: number, allow: string[] = []) =>
      createEgressPolicy({ ownOrigin: "http://127.0.0.1:3000", allow }).isAddressAllowed(
        { hostname: "a.example", port },
        "1.1.1.1",
      );
    expect([
      allows(80),
      allows(443),
      allows(6379),
      allows(6379, ["a.example:6379"]),
      allows(6380, ["a.example:6379"]),
    ]).toEqual([true, true, false, true, false]);
  });

  test("S-10 proxies of the environment are not used", async () => {
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:1");
    vi.stubEnv("http_proxy", "http://127.0.0.1:1");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await expect(fetchOutside("/")).resolves.toMatchObject({ status: 200 });
  });

  test.each([
    "http://good.example@127.0.0.1/",
    "http://user:pass@public.example/",
    "file:///etc/passwd",
    "gopher://public.example/",
  ])("S-11 %s is blocked", async (url) => {
    await expect(egressFetch(url, {}, { policy })).rejects.toMatchObject({ code: "tool_blocked" });
  });
});

describe("this server itself", () => {
  test("a relative URL means the demo tools", async () => {
    await expect(egressFetch("/api/demo/weather", {}, { policy })).resolves.toMatchObject({ status: 200 });
    expect(app.seen[0]?.url).toBe("/api/demo/weather");
  });

  test.each([
    "/api/v1/sessions",
    "/api/demo",
    "/api/demo/../v1/x",
    "/api/demo/%2e%2e/v1/x",
    "/api/demo/..%2fv1",
    "/api/demo//x",
  ])("%s is blocked", async (path) => {
    await expect(egressFetch(path, {}, { policy })).rejects.toMatchObject({ code: "tool_blocked" });
    expect(app.connections).toBe(0);
  });

  test.each(["localhost", "127.0.0.2", "app.example"])(
    "its other name %s is no way round, even when loopback is allowed",
    async (host) => {
      records["localhost"] = ["127.0.0.1"];
      records["app.example"] = ["127.0.0.1"];
      const lax = createEgressPolicy({ ownOrigin: policy.ownOrigin, allow: ["127.0.0.0/8", "app.example"], lookup });
      await expect(egressFetch(`http://${host}:${app.port}/api/v1/x`, {}, { policy: lax })).rejects.toMatchObject({
        code: "tool_blocked",
      });
      expect(app.connections).toBe(0);
    },
  );

  test("a demo tool cannot redirect to the rest of the server", async () => {
    app.handle = redirect("/api/v1/sessions");
    await expect(egressFetch("/api/demo/x", {}, { policy })).rejects.toMatchObject({ code: "tool_blocked" });
    expect(app.seen.map(({ url }) => url)).toEqual(["/api/demo/x"]);
  });
});

describe("redirects", () => {
  test.each([302, 307, 308])("S-04 a %i to a private target is blocked", async (status) => {
    const locations = [
      `http://127.0.0.1:${privateHost.port}/`,
      `//127.0.0.1:${privateHost.port}/`,
      `http://private.example:${privateHost.port}/`,
      "file:///etc/passwd",
      "gopher://127.0.0.1/",
      "data:text/plain,x",
    ];
    for (const location of locations) {
      outside.handle = redirect(location, status);
      await expect(fetchOutside("/")).rejects.toMatchObject({ code: "tool_blocked" });
    }
    expect(privateHost.connections).toBe(0);
  });

  test("S-04 five are followed, the sixth is not", async () => {
    outside.handle = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end("arrived");
    };
    await expect(fetchOutside("/5")).resolves.toMatchObject({ status: 200, url: expect.stringMatching(/\/0$/) });
    await expect(fetchOutside("/6")).rejects.toMatchObject({
      code: "tool_unreachable",
      message: expect.stringContaining("redirects"),
    });
  });

  test("S-04 what a redirect says without end is not waited for", async () => {
    outside.handle = (request, response) => {
      if (request.url !== "/") return response.end("arrived");
      response.writeHead(302, { location: "/next" });
      const timer = setInterval(() => response.write("."), 5);
      return response.on("close", () => clearInterval(timer));
    };
    expect((await fetchOutside("/")).body.toString()).toBe("arrived");
  });

  test("S-04 a 303 turns a POST into a GET without its body", async () => {
    outside.handle = (request, response) => {
      if (request.url === "/") response.writeHead(303, { location: "/done" }).end();
      else response.end("done");
    };
    await fetchOutside("/", { method: "POST", headers: { "content-type": "text/plain" }, body: "secret" });
    expect(outside.seen[1]).toMatchObject({ method: "GET", url: "/done", body: "" });
    expect(outside.seen[1]?.headers["content-type"]).toBeUndefined();
  });

  test("S-05 another origin receives no credentials", async () => {
    outside.handle = (request, response) => {
      if (request.url === "/") response.writeHead(307, { location: `http://other.example:${outside.port}/next` }).end();
      else response.end("done");
    };
    const headers = {
      authorization: "Bearer s",
      cookie: "c=1",
      "x-api-key": "k",
      "idempotency-key": "i",
      "accept-language": "en",
    };
    await fetchOutside("/", { headers });
    const [first, second] = outside.seen;
    expect(first?.headers).toMatchObject(headers);
    expect(Object.keys(second?.headers ?? {}).toSorted()).toEqual([
      "accept",
      "accept-language",
      "connection",
      "host",
      "user-agent",
    ]);
  });
});

describe("limits", () => {
  test("S-06 a body over the limit is cut off, whatever its headers say", async () => {
    outside.handle = (_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
      response.on("close", () => clearInterval(timer));
    };
    await expect(fetchOutside("/", {}, { maxBytes: 1024 * 1024 })).rejects.toMatchObject({
      code: "tool_response_too_large",
    });
  });

  test("S-06 a body of exactly the limit is read", async () => {
    outside.handle = (_request, response) => response.end(Buffer.alloc(1000));
    await expect(fetchOutside("/", {}, { maxBytes: 1000 })).resolves.toMatchObject({ status: 200 });
    await expect(fetchOutside("/", {}, { maxBytes: 999 })).rejects.toMatchObject({ code: "tool_response_too_large" });
  });

  test("S-06 a packed body is unpacked only as far as the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    outside.handle = (_request, response) => response.setHeader("content-encoding", "gzip").end(bomb);
    await expect(fetchOutside("/", {}, { maxBytes: 1024 * 1024 })).rejects.toMatchObject({
      code: "tool_response_too_large",
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  test("a packed body within the limit is unpacked", async () => {
    outside.handle = (_request, response) => response.setHeader("content-encoding", "gzip").end(gzipSync("plain"));
    expect((await fetchOutside("/")).body.toString()).toBe("plain");
  });

  test("S-06 a body that trickles ends at the wall clock", async () => {
    outside.handle = (_request, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    };
    await expect(fetchOutside("/", {}, { timeoutMs: 200 })).rejects.toMatchObject({ code: "tool_timeout" });
  });

  test("S-06 a body shorter than its announced length is told as unreachable", async () => {
    outside.handle = (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("short");
      response.socket?.end();
    };
    await expect(fetchOutside("/")).rejects.toMatchObject({ code: "tool_unreachable" });
  });

  test("what is told on the way to an answer is not taken for it", async () => {
    outside.handle = (_request, response) => {
      response.writeEarlyHints({ link: "</style.css>; rel=preload" });
      response.setHeader("x-of", ["the", "answer"]).end("answer");
    };
    const { status, headers, body } = await fetchOutside("/");
    expect({ status, of: headers["x-of"], link: headers.link, body: body.toString() }).toEqual({
      status: 200,
      of: "the, answer",
      link: undefined,
      body: "answer",
    });
  });

  test("an abort before there is a connection is told at once", async () => {
    const controller = new AbortController();
    const asked = Promise.withResolvers<void>();
    const lookup = () => {
      asked.resolve();
      return new Promise<LookupAddress[]>(() => undefined);
    };
    const slow = createEgressPolicy({ ownOrigin: "http://localhost:3000", allow: [], lookup });
    const fetched = egressFetch("http://slow.example/", {}, { policy: slow, signal: controller.signal });
    await asked.promise;
    controller.abort();
    await expect(fetched).rejects.toMatchObject({ code: "run_cancelled" });
  });

  test("an abort is told as a cancelled run", async () => {
    const controller = new AbortController();
    outside.handle = () => controller.abort();
    await expect(fetchOutside("/", {}, { signal: controller.signal })).rejects.toMatchObject({ code: "run_cancelled" });
  });

  test("a refused connection and an unknown name are unreachable, not blocked", async () => {
    const closed = await new Listener().open("127.0.0.2");
    const { port } = closed;
    closed.close();
    await expect(egressFetch(`http://public.example:${port}/`, {}, { policy })).rejects.toMatchObject({
      code: "tool_unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
    await expect(egressFetch("http://nowhere.example/", {}, { policy })).rejects.toMatchObject({
      code: "tool_unreachable",
      message: expect.stringContaining("ENOTFOUND"),
    });
  });
});

describe("requests that HTTP does not allow", () => {
  test.each([
    ["a line break in a header", { "x-a": "1\r\nHost: evil" }],
    ["a line break in a header name", { "x-a\r\nhost": "1" }],
    ["another host", { Host: "evil.example" }],
    ["another framing", { "transfer-encoding": "chunked" }],
    ["another length", { "content-length": "1" }],
  ])("S-07 %s is refused", async (_name, headers) => {
    await expect(fetchOutside("/", { headers })).rejects.toMatchObject({ code: "tool_config_invalid" });
    expect(outside.connections).toBe(0);
  });

  test("S-07 a URL that is too long or holds a line break is refused", async () => {
    await expect(fetchOutside(`/${"x".repeat(64 * 1024)}`)).rejects.toMatchObject({ code: "tool_config_invalid" });
    await expect(fetchOutside("/a\r\nb")).rejects.toMatchObject({ code: "tool_config_invalid" });
  });
});

test.each(["http://a.example/", "a.example:port", "10.0.0.0/99", "user@a.example"])(
  "the allow-list entry %s is refused",
  (entry) => {
    expect(() => createEgressPolicy({ ownOrigin: "http://127.0.0.1:3000", allow: [entry] })).toThrow(entry);
  },
);
