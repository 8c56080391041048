import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { DomainError } from "@/server/domain/errors";
import { streamChat, type StreamChatRequest } from "./call-model";
import { contentChunk, serveModel, sse, startStream, testKey, toolChunk } from "./model-server.fixture";
import type { ModelProvider } from "./provider";

function ask(provider: ModelProvider, more: Partial<StreamChatRequest> = {}) {
  return streamChat(
    { messages: [{ role: "user", content: "Hello" }], signal: new AbortController().signal, timeoutMs: 5_000, ...more },
    provider,
  );
}

async function refusalOf(
  answer: (response: ServerResponse) => void,
  more: Partial<StreamChatRequest> = {},
): Promise<DomainError> {
  await using server = await serveModel(answer);
  const error: unknown = await ask(server.provider, more).catch((thrown: unknown) => thrown);
  if (!(error instanceof DomainError))
    throw new Error(`expected a DomainError, got ${String(error)}`, { cause: error });
  return error;
}

async function answerOf(answer: (response: ServerResponse) => void) {
  await using server = await serveModel(answer);
  return await ask(server.provider);
}

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

describe("streamChat, when the stream is not whole", () => {
  it("F-35 reports a stream that ends before the answer does", async () => {
    const cut = await refusalOf((response) => {
      startStream(response);
      response.end(sse(contentChunk("half an")));
    });
    expect(cut).toMatchObject({ code: "model_stream_cut", isRetriable: true });
  });

  it("F-35 reports a connection that breaks in the middle, after passing on what came", async () => {
    const pieces: string[] = [];
    const error = await refusalOf(
      (response) => {
        startStream(response);
        response.write(sse(contentChunk("half an")), () => response.destroy());
      },
      { onDelta: (piece) => pieces.push(piece) },
    );
    expect(error.code).toBe("model_stream_cut");
    expect(pieces.join("")).toBe("half an");
  });

  it.each([
    ["a piece that is not JSON", sse('{"choices": [')],
    ["a piece of another form", sse({ choices: "none" })],
    ["a piece that says nothing", sse({ hello: "world" })],
    ["a piece without end", `data: ${"x".repeat(5 * 1024 * 1024)}`],
    ["a page instead of a stream", "<html><body>Welcome</body></html>"],
    ["nothing at all", ""],
  ])("F-35 reports %s as a bad answer", async (_, body) => {
    const error = await refusalOf((response) => {
      startStream(response);
      response.end(body);
    });
    expect(error).toMatchObject({ code: "model_bad_answer", isRetriable: true });
  });

  it("F-35 tells a rate limit inside the stream from another failure", async () => {
    const inStream = (type: string) => (response: ServerResponse) => {
      startStream(response);
      response.write(sse(contentChunk("so")));
      response.end(sse({ error: { message: "oops", type } }));
    };
    expect((await refusalOf(inStream("rate_limit_error"))).code).toBe("model_rate_limited");
    expect((await refusalOf(inStream("server_error"))).code).toBe("model_unavailable");
  });

  it("F-35 accepts an answer without a farewell, with a reason given twice and with mixed line ends", async () => {
    const answer = await answerOf((response) => {
      startStream(response);
      response.write(sse(contentChunk("one ")).replaceAll("\n", "\r\n"));
      response.write(`: keep-alive\r\n\r\n${sse(contentChunk("two", "stop"))}`);
      response.end(sse(contentChunk("", "stop")));
    });
    expect(answer).toMatchObject({ text: "one two", finishReason: "stop" });
  });

  it("F-35 reads nothing after the farewell, and does not wait for more", async () => {
    const answer = await answerOf((response) => {
      startStream(response);
      response.write(`${sse(contentChunk("all", "stop"))}${sse("[DONE]")}data: {broken\n\n`);
    });
    expect(answer.text).toBe("all");
  });

  it("F-35 reads an answer that is not called a stream of events", async () => {
    const answer = await answerOf((response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write(sse(contentChunk("plainly ")));
      response.end(sse(contentChunk("said", "stop")));
    });
    expect(answer.text).toBe("plainly said");
  });

  it("asks where a provider has moved to", async () => {
    await using server = await serveModel((response, request) => {
      if (request.url?.startsWith("/moved")) {
        startStream(response);
        response.end(`${sse(contentChunk("here", "stop"))}${sse("[DONE]")}`);
      } else {
        response.writeHead(307, { location: `/moved${request.url}` }).end();
      }
    });
    expect((await ask(server.provider)).text).toBe("here");
  });

  it("F-35 keeps what came when the connection breaks after the answer's end", async () => {
    const answer = await answerOf((response) => {
      startStream(response);
      response.write(sse(contentChunk("whole", "stop")), () => response.destroy());
    });
    expect(answer.text).toBe("whole");
  });

  it("F-35 puts characters together that were split over packets", async () => {
    const bytes = Buffer.from(sse(contentChunk("größe 👋🏽", "stop")));
    const answer = await answerOf((response) => {
      startStream(response);
      response.socket?.setNoDelay(true);
      const send = (at: number) => {
        if (at >= bytes.length) response.end(sse("[DONE]"));
        else response.write(bytes.subarray(at, at + 1), () => send(at + 1));
      };
      send(0);
    });
    expect(answer.text).toBe("größe 👋🏽");
  });

  it("F-50 passes on nothing that cannot be stored, even when a character is split over pieces", async () => {
    const pieces: string[] = [];
    await using server = await serveModel((response) => {
      startStream(response);
      response.write(sse(contentChunk("a\u0000b\ud83d")));
      response.end(sse(contentChunk("\udc4b\udc00", "stop")));
    });
    const answer = await ask(server.provider, { onDelta: (piece) => pieces.push(piece) });
    expect(answer.text).toBe("a\ufffdb👋\ufffd");
    expect(pieces).toEqual(["a\ufffdb", "👋\ufffd"]);
  });

  it("F-35 reads usage that comes only at the end, cached tokens among the input tokens", async () => {
    const answer = await answerOf((response) => {
      startStream(response);
      response.write(sse(contentChunk("ok", "stop")));
      response.write(
        sse({
          choices: [],
          usage: { prompt_tokens: 90, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 64 } },
        }),
      );
      response.end(sse("[DONE]"));
    });
    expect(answer.usage).toMatchObject({ inputTokens: 90, cachedTokens: 64, outputTokens: 7, isEstimated: false });
  });

  it("F-35 estimates the tokens when the provider gives none or nonsense, and says so", async () => {
    for (const usage of [undefined, null, { prompt_tokens: -1, completion_tokens: 1.5 }]) {
      const answer = await answerOf((response) => {
        startStream(response);
        response.end(sse({ ...contentChunk("12345678", "stop"), usage }));
      });
      expect(answer.usage).toMatchObject({ outputTokens: 2, isEstimated: true });
      expect(answer.usage.inputTokens).toBeGreaterThan(0);
    }
  });

  it("F-43 puts calls together that lack an id, an index or a reason, or share an id", async () => {
    const answer = await answerOf((response) => {
      startStream(response);
      response.write(sse(toolChunk([{ id: "same", function: { name: "first", arguments: '{"a":' } }])));
      response.write(sse(toolChunk([{ function: { arguments: "1}" } }])));
      response.write(sse(toolChunk([{ id: "same", function: { name: "second", arguments: "{}" } }])));
      response.end(sse(toolChunk([{ index: 2, id: "", function: { name: "third" } }], "stop")));
    });
    expect(answer.finishReason).toBe("tool_calls");
    expect(answer.toolCalls.map(({ name, arguments: text }) => [name, text])).toEqual([
      ["first", '{"a":1}'],
      ["second", "{}"],
      ["third", ""],
    ]);
    expect(new Set(answer.toolCalls.map((call) => call.id)).size).toBe(3);
    expect(answer.toolCalls.every((call) => call.id !== "")).toBe(true);
  });

  it("reports a refusal in the model's own words", async () => {
    const error = await refusalOf((response) => {
      startStream(response);
      response.end(sse({ choices: [{ delta: { refusal: "I will not." }, finish_reason: "stop" }] }));
    });
    expect(error).toMatchObject({ code: "model_refused", message: expect.stringContaining("I will not.") });
  });
});

describe("streamChat, when it is stopped", () => {
  it("F-18 closes the connection to the provider at once", async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    await using server = await serveModel((response) => {
      response.on("close", () => closed.resolve());
      startStream(response);
      response.write(sse(contentChunk("never ending")));
    });
    const answer = ask(server.provider, { signal: stop.signal, onDelta: () => stop.abort() });
    await expect(answer).rejects.toMatchObject({ code: "run_cancelled" });
    await closed.promise;
  });

  it("passes on the reason that it was stopped for", async () => {
    const reason = new DomainError("tool_timeout", "The node took too long.");
    await using server = await serveModel(() => undefined);
    await expect(ask(server.provider, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.each([
    ["before the first piece", false],
    ["in the middle", true],
  ])("F-34 gives up on a server that hangs %s", async (_, hasStarted) => {
    const error = await refusalOf(
      (response) => {
        startStream(response);
        if (hasStarted) response.write(sse(contentChunk("so far")));
        else response.flushHeaders();
      },
      { timeoutMs: 150 },
    );
    expect(error).toMatchObject({ code: "model_timeout", isRetriable: true });
  });

  it("lets an error of the listener through as it is", async () => {
    const own = new RangeError("listener");
    await using server = await serveModel((response) => {
      startStream(response);
      response.end(sse(contentChunk("x", "stop")));
    });
    const answer = ask(server.provider, {
      onDelta: () => {
        throw own;
      },
    });
    await expect(answer).rejects.toBe(own);
  });
});
