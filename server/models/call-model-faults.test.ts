import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import {
  answerOf,
  ask,
  contentChunk,
  refusalOf,
  serveModel,
  sse,
  startStream,
  toolChunk,
} from "./model-server.fixture";

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
