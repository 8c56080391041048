import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { ask, refusalOf, serveModel, sse, startStream, testKey } from "./model-server.fixture";

function refuseWith(status: number, message: string, headers: Record<string, string> = {}, code?: string) {
  return (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message, code } }));
  };
}

describe("streamChat, when the provider refuses", () => {
  it.each([
    [401, "model_unauthorized", false],
    [403, "model_unauthorized", false],
    [400, "model_refused", false],
    [404, "model_refused", false],
    [408, "model_timeout", true],
    [429, "model_rate_limited", true],
    [500, "model_unavailable", true],
    [529, "model_unavailable", true],
  ])("F-34 turns %i into %s", async (status, code, isRetriable) => {
    const error = await refusalOf(refuseWith(status, "no luck today"));
    expect(error).toMatchObject({ code, isRetriable });
    expect(error.message).toContain("127.0.0.1");
    expect(error.message).toContain("no luck today");
  });

  it("F-34 answers how long a 429 or 503 asks to wait, in seconds or as a date", async () => {
    expect((await refusalOf(refuseWith(429, "slow down", { "retry-after": "7" }))).retryAfterMs).toBe(7_000);
    const at = new Date(Date.now() + 90_000).toUTCString();
    const waitMs = (await refusalOf(refuseWith(503, "busy", { "retry-after": at }))).retryAfterMs;
    expect(waitMs).toBeGreaterThan(60_000);
    expect(waitMs).toBeLessThanOrEqual(90_000);
    expect((await refusalOf(refuseWith(429, "slow down", { "retry-after": "soon" }))).retryAfterMs).toBeUndefined();
  });

  it("F-34 reads a refusal that is called a stream of events", async () => {
    const error = await refusalOf(refuseWith(503, "too many of you", { "content-type": "text/event-stream" }));
    expect(error).toMatchObject({ code: "model_unavailable" });
    expect(error.message).toContain("too many of you");
  });

  it("does not ask to retry when the quota is used up", async () => {
    expect(await refusalOf(refuseWith(429, "pay first", {}, "insufficient_quota"))).toMatchObject({
      code: "model_refused",
      isRetriable: false,
    });
  });

  it("F-34 calls once and leaves retrying to the run", async () => {
    let calls = 0;
    await refusalOf((response) => {
      calls += 1;
      refuseWith(500, "down")(response);
    });
    expect(calls).toBe(1);
  });

  it("F-34 says that a server cannot be reached, and why", async () => {
    const server = await serveModel(() => undefined);
    await server[Symbol.asyncDispose]();
    await expect(ask(server.provider)).rejects.toMatchObject({
      code: "model_unavailable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("F-78 hides the key wherever the provider echoes it", async () => {
    const echoes = [
      refuseWith(401, `Incorrect API key provided: ${testKey}`),
      refuseWith(401, "Incorrect API key provided: sk-te********b350. You can find your key at https://example.com"),
      refuseWith(400, `Authorization: Bearer ${testKey} is malformed`),
      (response: ServerResponse) => {
        startStream(response);
        response.end(sse({ error: { message: `key ${testKey} expired`, type: "server_error" } }));
      },
    ];
    for (const echo of echoes) {
      const error = await refusalOf(echo);
      const everything = [
        error.message,
        error.stack,
        JSON.stringify(error.details),
        String(error.cause),
        error.cause instanceof Error ? error.cause.stack : "",
      ].join("\n");
      expect(everything).not.toContain(testKey);
      expect(everything).not.toContain("b350");
      expect(everything).toContain("[key hidden]");
    }
  });
});
