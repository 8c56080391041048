import { describe, expect, it } from "vitest";
import { type HttpRequestParts, renderHttpParts, resolveHttpRequest } from "./http-request";
import type { RunContext } from "./outcome";

function resolve(parts: HttpRequestParts) {
  const result = resolveHttpRequest(parts);
  return result.ok ? result.value : result.issues.map((issue) => `${issue.code}: ${issue.message}`).join();
}

function urlOf(parts: HttpRequestParts) {
  const request = resolve(parts);
  return typeof request === "string" ? request : request.url;
}

describe("resolveHttpRequest", () => {
  it("takes the URL from the config, then from the invoke config", () => {
    const invokeConfig = { url: "https://invoke.example/a" };
    expect(urlOf({ config: { url: "https://config.example/b" }, invokeConfig })).toBe("https://config.example/b");
    expect(urlOf({ config: {}, invokeConfig })).toBe("https://invoke.example/a");
  });

  it("uses a URL whole, whatever base URL and path say", () => {
    const parts = {
      config: { path: "/c" },
      invokeConfig: { url: "https://invoke.example/a" },
      bindingConfig: { base_url: "https://b" },
    };
    expect(urlOf(parts)).toBe("https://invoke.example/a");
  });

  it("takes the base URL from the config, then the binding, then the invoke config", () => {
    const invokeConfig = { base_url: "https://invoke.example", path: "/x" };
    const bindingConfig = { base_url: "https://binding.example" };
    expect(urlOf({ config: { base_url: "https://config.example" }, invokeConfig, bindingConfig })).toBe(
      "https://config.example/x",
    );
    expect(urlOf({ config: {}, invokeConfig, bindingConfig })).toBe("https://binding.example/x");
    expect(urlOf({ config: {}, invokeConfig, bindingConfig: {} })).toBe("https://invoke.example/x");
  });

  it("takes the path from the config, then from the invoke config", () => {
    const invokeConfig = { base_url: "https://a.example", path: "/invoke" };
    expect(urlOf({ config: { path: "/config" }, invokeConfig })).toBe("https://a.example/config");
    expect(urlOf({ config: {}, invokeConfig })).toBe("https://a.example/invoke");
  });

  it("ignores empty and blank parts", () => {
    const invokeConfig = { base_url: "https://a.example", path: "/x" };
    expect(urlOf({ config: { url: "", base_url: " ", path: "" }, invokeConfig })).toBe("https://a.example/x");
  });

  it.each([
    ["https://a.example", "x", "https://a.example/x"],
    ["https://a.example/", "/x", "https://a.example/x"],
    ["https://a.example/v1//", "//x/", "https://a.example/v1/x/"],
    ["https://a.example", "", "https://a.example"],
    ["", "/api/demo/orders", "/api/demo/orders"],
  ])("joins %j and %j with one slash", (base_url, path, expected) => {
    expect(urlOf({ config: { base_url, path } })).toBe(expected);
  });

  it("keeps a URL of the own origin relative", () => {
    expect(urlOf({ config: { url: "/api/demo/orders/A-1001" } })).toBe("/api/demo/orders/A-1001");
  });

  it.each([
    "//evil.example/x",
    "/\\evil.example",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ftp://a",
    "example.com",
  ])("refuses the address %s", (url) => {
    expect(urlOf({ config: { url } })).toMatch(/^tool_config_invalid: The address/);
  });

  it("refuses a tool without any address", () => {
    expect(urlOf({ config: {} })).toBe(
      "tool_config_invalid: The tool has no address: give a URL, or a base URL and a path.",
    );
  });

  it("takes the method from the invoke config only, GET when it has none", () => {
    const url = "https://a.example";
    expect(resolve({ config: { url, method: "POST" }, invokeConfig: { method: "PUT" } })).toMatchObject({
      method: "PUT",
    });
    expect(resolve({ config: { url, method: "POST" }, invokeConfig: {} })).toMatchObject({ method: "GET" });
    expect(resolve({ config: { url } })).toMatchObject({ method: "GET" });
  });

  it("takes an inline tool's own method when there is no invoke config", () => {
    expect(resolve({ config: { url: "https://a.example", method: "POST" } })).toMatchObject({ method: "POST" });
  });

  it("reads the invoke config that a node gives in place, behind a stored tool's", () => {
    const config = { invoke_config_json: { url: "https://inline.example", method: "DELETE" as const } };
    expect(resolve({ config })).toMatchObject({ method: "DELETE", url: "https://inline.example" });
    expect(urlOf({ config, invokeConfig: { url: "https://stored.example" } })).toBe("https://stored.example");
  });

  it("lays the config's query over the invoke config's and sends values as text", () => {
    const invokeConfig = { query: { a: 1, b: true, c: ["x", null, 2], gone: "1" } };
    const config = { url: "https://a.example", query: { b: "config", gone: null, deep: { k: 1 } } };
    expect(resolve({ config, invokeConfig })).toMatchObject({
      query: { a: "1", b: "config", c: ["x", "2"], deep: '{"k":1}' },
    });
    expect(resolve({ config, invokeConfig })).not.toHaveProperty("query.gone");
  });

  it("lays the config's body over the invoke config's, field by field when both are objects", () => {
    const body = (invoke: HttpRequestParts["invokeConfig"], own: HttpRequestParts["config"]) => {
      const request = resolve({ config: { url: "https://a.example", ...own }, invokeConfig: invoke });
      return typeof request === "string" ? request : request.body;
    };
    expect(body({ body: { a: 1, b: 1 } }, { body: { b: 2 } })).toEqual({ a: 1, b: 2 });
    expect(body({ body: { a: 1 } }, {})).toEqual({ a: 1 });
    expect(body({ body: { a: 1 } }, { body: "text" })).toBe("text");
    expect(body({ body: [1] }, { body: { a: 1 } })).toEqual({ a: 1 });
    expect(body({ body: { a: 1 } }, { body: null })).toBeNull();
    expect(body({}, {})).toBeUndefined();
  });

  it("lays headers over one another: invoke config, binding, config, names without case", () => {
    const request = resolve({
      config: { url: "https://a.example", headers: { "X-C": "config" } },
      bindingConfig: { headers: { Authorization: "Bearer binding", "x-b": "binding", "x-c": "binding" } },
      invokeConfig: { headers: { authorization: "none", "X-B": "invoke", "X-A": "invoke" } },
    });
    expect(request).toMatchObject({
      headers: { authorization: "Bearer binding", "x-a": "invoke", "x-b": "binding", "x-c": "config" },
    });
  });

  it("F-49 keeps odd names as plain fields", () => {
    const config = JSON.parse(
      '{"url":"https://a.example","query":{"__proto__":"x"},"body":{"__proto__":{"polluted":1}}}',
    ) as HttpRequestParts["config"];
    resolve({ config, invokeConfig: { body: {}, query: {} } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("renderHttpParts", () => {
  const context: RunContext = {
    inputs: { id: 7, list: [1], query: { a: 1 } },
    state: {},
    nodes: {},
    session: {},
    current: { node_id: "call" },
  };

  it("sends numbers as text where text is sent, and keeps types in query and body", () => {
    const parts = {
      url: "{{ inputs.id }}",
      headers: { "x-id": "{{ inputs.id }}" },
      query: { id: "{{ inputs.id }}" },
      body: "{{ inputs.query }}",
    };
    expect(renderHttpParts(parts, context)).toEqual({
      url: "7",
      headers: { "x-id": "7" },
      query: { id: 7 },
      body: { a: 1 },
    });
  });

  it("says which part cannot be sent", () => {
    expect(() => renderHttpParts({ headers: { "x-list": "{{ inputs.list }}" } }, context)).toThrow(
      "headers.x-list must be text",
    );
  });
});
