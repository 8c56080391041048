import { describe, expect, it } from "vitest";
import { streamChat } from "../call-model";
import { createProvider } from "../provider";
import { offlineFetch } from "./handler";

const offline = createProvider({});
const ask = (content: string, more: Partial<Parameters<typeof streamChat>[0]> = {}) =>
  streamChat(
    { messages: [{ role: "user", content }], signal: new AbortController().signal, timeoutMs: 10_000, ...more },
    offline,
  );

describe("the offline model", () => {
  it("streams word by word under its own name, whatever model was asked for", async () => {
    const pieces: string[] = [];
    const answer = await ask("Where is the warehouse? The warehouse is in Rotterdam.", {
      model: "gpt-4o",
      onDelta: (piece) => pieces.push(piece),
    });
    expect(answer).toMatchObject({
      text: "The warehouse is in Rotterdam.",
      model: "signalbox-offline",
      provider: "offline",
      finishReason: "stop",
    });
    expect(pieces).toEqual(["The", " warehouse", " is", " in", " Rotterdam."]);
    expect(answer.usage).toMatchObject({
      isEstimated: false,
      cachedTokens: 0,
      outputTokens: Math.ceil(answer.text.length / 4),
    });
  });

  it("goes through a whole round of a tool, calls told apart from earlier ones", async () => {
    const tools = [
      {
        name: "ui.weather",
        description: "Shows the weather of a city",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    ];
    const first = await ask("Show the weather in Oslo", { tools });
    expect(first.toolCalls).toMatchObject([{ name: "ui.weather", arguments: '{"city":"Oslo"}' }]);
    const id = first.toolCalls[0]?.id ?? "";
    const messages = [
      { role: "user" as const, content: "Show the weather in Oslo" },
      { role: "assistant" as const, content: "", toolCalls: first.toolCalls },
      { role: "tool" as const, toolCallId: id, content: '{"degrees":4}' },
    ];
    const second = await ask("", { tools, messages });
    expect(second.toolCalls).toEqual([]);
    expect(second.text).toContain("degrees 4");
    const third = await ask("", {
      tools,
      messages: [...messages, { role: "user", content: "And the weather in Rome?" }],
    });
    expect(third.toolCalls[0]?.id).not.toBe(id);
  });

  it("gives a long answer in a bounded number of pieces", async () => {
    const sentence = `The warehouse ${"really ".repeat(3_000)}is in Rotterdam.`;
    let pieces = 0;
    const answer = await ask(`Where is the warehouse?\n${sentence}`, { onDelta: () => pieces++ });
    expect(answer.text).toBe(sentence);
    expect(pieces).toBeLessThanOrEqual(250);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const answer = ask(`Where is the warehouse?\nThe warehouse ${"really ".repeat(500)}is far.`, {
      signal: stop.signal,
      onDelta: () => stop.abort(),
    });
    await expect(answer).rejects.toMatchObject({ code: "run_cancelled" });
  });

  it("refuses what it cannot read, as a provider would", async () => {
    const url = "http://offline.invalid/v1/chat/completions";
    expect((await offlineFetch(url, { method: "POST", body: '{"messages":[]}' })).status).toBe(400);
    expect((await offlineFetch("http://offline.invalid/v1/embeddings", { method: "POST", body: "{}" })).status).toBe(
      404,
    );
  });
});
