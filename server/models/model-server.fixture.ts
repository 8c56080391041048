import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DomainError } from "@/server/domain/errors";
import { streamChat, type StreamChatRequest } from "./call-model";
import { createProvider, type ModelProvider } from "./provider";

export const testKey = "sk-test-4f9a7c21d8e6b350";

export interface ModelServer extends AsyncDisposable {
  provider: ModelProvider;
}

/** A real HTTP server that answers chat completions as the test says. */
export async function serveModel(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<ModelServer> {
  const server = createServer((request, response) => answer(response, request));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const provider = createProvider({
    openaiApiKey: testKey,
    openaiBaseUrl: `http://127.0.0.1:${port}/v1`,
    defaultModel: "test-model",
  });
  return {
    provider,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sse(chunk: object | string): string {
  return `data: ${typeof chunk === "string" ? chunk : JSON.stringify(chunk)}\n\n`;
}

export function contentChunk(content: string, finishReason: string | null = null): object {
  return {
    id: "c",
    object: "chat.completion.chunk",
    model: "test-model",
    choices: [{ index: 0, delta: { content }, finish_reason: finishReason }],
  };
}

export function toolChunk(toolCalls: object[], finishReason: string | null = null): object {
  return {
    id: "c",
    object: "chat.completion.chunk",
    model: "test-model",
    choices: [{ index: 0, delta: { tool_calls: toolCalls }, finish_reason: finishReason }],
  };
}

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

/** Asks a server's model and gives its answer. */
export function ask(provider: ModelProvider, more: Partial<StreamChatRequest> = {}) {
  return streamChat(
    { messages: [{ role: "user", content: "Hello" }], signal: new AbortController().signal, timeoutMs: 5_000, ...more },
    provider,
  );
}

/** Asks a model that answers so, and gives how the call was refused. */
export async function refusalOf(
  answer: (response: ServerResponse) => void,
  more: Partial<StreamChatRequest> = {},
): Promise<DomainError> {
  await using server = await serveModel(answer);
  const error: unknown = await ask(server.provider, more).catch((thrown: unknown) => thrown);
  if (!(error instanceof DomainError))
    throw new Error(`expected a DomainError, got ${String(error)}`, { cause: error });
  return error;
}

/** Asks a model that answers so, and gives the answer. */
export async function answerOf(answer: (response: ServerResponse) => void) {
  await using server = await serveModel(answer);
  return await ask(server.provider);
}
