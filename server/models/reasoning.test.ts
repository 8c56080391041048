import { describe, expect, it } from "vitest";
import { streamChat } from "./call-model";
import { contentChunk, serveModel, sse, startStream } from "./model-server.fixture";
import { createProvider } from "./provider";

function thoughtChunk(delta: object): object {
  return { id: "c", object: "chat.completion.chunk", model: "test-model", choices: [{ index: 0, delta }] };
}

async function answerOf(chunks: object[]) {
  await using server = await serveModel((response) => {
    startStream(response);
    for (const chunk of chunks) response.write(sse(chunk));
    response.end(sse("[DONE]"));
  });
  const told: [what: "thought" | "said", text: string][] = [];
  const answer = await streamChat(
    {
      messages: [{ role: "user", content: "Why?" }],
      signal: new AbortController().signal,
      timeoutMs: 5_000,
      onReasoningDelta: (text) => told.push(["thought", text]),
      onDelta: (text) => told.push(["said", text]),
    },
    server.provider,
  );
  return { answer, told };
}

describe("streamChat, with a model that reasons", () => {
  it.each([
    ["DeepSeek, vLLM and SGLang", (text: string) => ({ content: null, reasoning_content: text })],
    ["OpenRouter and Ollama", (text: string) => ({ content: "", reasoning: text })],
    ["servers that send both", (text: string) => ({ reasoning_content: text, reasoning: text, content: null })],
  ])("keeps thoughts apart from the answer as %s stream them", async (_who, delta) => {
    const { answer, told } = await answerOf([
      thoughtChunk(delta("First ")),
      thoughtChunk(delta("this.")),
      contentChunk("Because.", "stop"),
    ]);
    expect(answer).toMatchObject({ text: "Because.", reasoning: "First this." });
    expect(told).toEqual([
      ["thought", "First "],
      ["thought", "this."],
      ["said", "Because."],
    ]);
  });

  it("F-50 passes on no thought that cannot be stored", async () => {
    const { answer, told } = await answerOf([
      thoughtChunk({ reasoning: "a\u0000\ud83d" }),
      thoughtChunk({ reasoning: "\udc4b" }),
      contentChunk("ok", "stop"),
    ]);
    expect(answer.reasoning).toBe("a\ufffd👋");
    expect(told.every(([, text]) => text.isWellFormed())).toBe(true);
  });

  it("ignores a thought of a form that it does not know, and keeps the answer", async () => {
    const { answer } = await answerOf([thoughtChunk({ reasoning: { text: "x" } }), contentChunk("ok", "stop")]);
    expect(answer).toMatchObject({ text: "ok", reasoning: "" });
  });

  it("counts the tokens of reasoning as the provider does, as a part of the output", async () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 40,
      completion_tokens_details: { reasoning_tokens: 32 },
    };
    const { answer } = await answerOf([contentChunk("ok", "stop"), { choices: [], usage }]);
    expect(answer.usage).toMatchObject({ outputTokens: 40, reasoningTokens: 32, isEstimated: false });
  });

  it("F-35 counts thoughts into the estimate when the provider gives no usage", async () => {
    const { answer } = await answerOf([thoughtChunk({ reasoning: "12345678" }), contentChunk("1234", "stop")]);
    expect(answer.usage).toMatchObject({ outputTokens: 3, reasoningTokens: 2, isEstimated: true });
  });
});

describe("the offline model", () => {
  const ask = (content: string, model?: string) =>
    streamChat(
      {
        model,
        messages: [{ role: "user", content }],
        signal: new AbortController().signal,
        timeoutMs: 10_000,
      },
      createProvider({}),
    );
  const question = "Where is the warehouse? The warehouse is in Rotterdam.";

  it("tells how it comes to its answer when it is asked to, by words or by the model's name", async () => {
    for (const answer of [
      await ask(`Think step by step. ${question}`),
      await ask(question, "signalbox-offline-thinking"),
    ]) {
      expect(answer.text).toBe("The warehouse is in Rotterdam.");
      expect(answer.reasoning).toContain("Where is the warehouse?");
      expect(answer.usage.reasoningTokens).toBe(Math.ceil(answer.reasoning.length / 4));
    }
  });

  it("thinks nothing aloud otherwise", async () => {
    expect((await ask(question)).reasoning).toBe("");
  });
});
