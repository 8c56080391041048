import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ToolOffer } from "@/server/domain/agent/messages";
import { streamChat, type StreamChatRequest } from "./call-model";
import type { ToolCallPiece } from "./collect-tool-calls";
import { createProvider, type ModelProvider } from "./provider";

const mock = new LLMock({ port: 0, chunkSize: 3 });
let provider: ModelProvider;

beforeAll(async () => {
  mock.onMessage("hello", { content: "Hello, wörld 👋 there" });
  mock.onMessage("priced", {
    content: "ok",
    model: "gpt-4o-mini-2024-07-18",
    usage: { prompt_tokens: 90, completion_tokens: 7, total_tokens: 97 },
  });
  mock.onMessage("weather in two places", {
    toolCalls: [
      { id: "call_aaaaaa", name: "get_weather", arguments: '{"city":"Paris"}' },
      { id: "call_bbbbbb", name: "ui_confirm", arguments: '{"question":"Lyon too?"}' },
    ],
  });
  mock.onMessage("same id again", { toolCalls: [{ id: "call_aaaaaa", name: "get_weather", arguments: "{}" }] });
  await mock.start();
  provider = createProvider({
    openaiApiKey: "sk-mock-key-000",
    openaiBaseUrl: `${mock.url}/v1`,
    defaultModel: "gpt-4o-mini",
  });
});
afterAll(() => mock.stop());

const tool = (name: string): ToolOffer => ({ name, description: name, parameters: { type: "object" } });
const ask = (content: string, more: Partial<StreamChatRequest> = {}) =>
  streamChat(
    { messages: [{ role: "user", content }], signal: new AbortController().signal, timeoutMs: 5_000, ...more },
    provider,
  );

describe("streamChat", () => {
  it("streams the text in pieces and answers the whole of it", async () => {
    const pieces: string[] = [];
    const answer = await ask("hello", { onDelta: (piece) => pieces.push(piece) });
    expect(answer).toMatchObject({
      text: "Hello, wörld 👋 there",
      toolCalls: [],
      finishReason: "stop",
      model: "gpt-4o-mini",
    });
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join("")).toBe(answer.text);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(answer.firstTokenMs).toBeLessThanOrEqual(answer.latencyMs);
  });

  it("counts as the provider counts, under the model that really answered", async () => {
    const answer = await ask("priced");
    expect(answer.model).toBe("gpt-4o-mini-2024-07-18");
    expect(answer.usage).toEqual({
      inputTokens: 90,
      cachedTokens: 0,
      outputTokens: 7,
      reasoningTokens: 0,
      isEstimated: false,
    });
  });

  it("answers several calls with their own names, though the wire allows no dots", async () => {
    const pieces: ToolCallPiece[] = [];
    const answer = await ask("weather in two places", {
      tools: [tool("get_weather"), tool("ui.confirm")],
      onToolCallDelta: (piece) => pieces.push(piece),
    });
    expect(answer.finishReason).toBe("tool_calls");
    expect(answer.toolCalls).toEqual([
      { id: "call_aaaaaa", name: "get_weather", arguments: '{"city":"Paris"}' },
      { id: "call_bbbbbb", name: "ui.confirm", arguments: '{"question":"Lyon too?"}' },
    ]);
    const streamed = pieces.filter((piece) => piece.name === "ui.confirm").map((piece) => piece.argumentsDelta);
    expect(streamed.join("")).toBe('{"question":"Lyon too?"}');
  });

  it("F-43 gives a call a new id when the conversation has used the model's id before", async () => {
    const answer = await ask("", {
      tools: [tool("get_weather")],
      messages: [
        { role: "user", content: "weather" },
        { role: "assistant", content: "", toolCalls: [{ id: "call_aaaaaa", name: "get_weather", arguments: "{}" }] },
        { role: "tool", toolCallId: "call_aaaaaa", content: "sunny" },
        { role: "user", content: "same id again" },
      ],
    });
    expect(answer.toolCalls[0]?.id).not.toBe("call_aaaaaa");
  });

  it("sends what the node asks for, and only that", async () => {
    const schema = { type: "object", properties: { a: { type: "string" } } };
    await ask("hello", { model: "gpt-4o", temperature: 0.2, maxTokens: 50, responseSchema: schema });
    const body = mock.getLastRequest()?.body;
    expect(body).toMatchObject({
      model: "gpt-4o",
      temperature: 0.2,
      max_tokens: 50,
      stream: true,
      stream_options: { include_usage: true },
      response_format: { json_schema: { schema } },
    });
    await ask("hello");
    expect(mock.getLastRequest()?.body).not.toHaveProperty("temperature");
    expect(mock.getLastRequest()?.body).not.toHaveProperty("tools");
  });

  it("refuses before calling when no model is named anywhere", async () => {
    const nameless = createProvider({ openaiBaseUrl: `${mock.url}/v1` });
    await expect(
      streamChat({ messages: [], signal: new AbortController().signal, timeoutMs: 1_000 }, nameless),
    ).rejects.toMatchObject({ code: "model_not_configured" });
  });
});
