import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const roundSchema = z.object({
  reasoning: z.array(z.string()).default([]),
  text: z.array(z.string()).default([]),
  calls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.json()) })).default([]),
  /** Milliseconds before each piece. */
  pauseMs: z.number().default(0),
});

/** What the model says each time it is asked within one answer. */
export type ModelScript = z.input<typeof roundSchema>[];

const marker = "SCRIPT:";
/** Where it stands in a text, the model says what its system prompt holds besides the script. */
export const systemMark = "<<system>>";

/** The script as a line of a system prompt. */
export function scriptLine(script: ModelScript): string {
  return `${marker}${JSON.stringify(script)}`;
}

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});
type ModelRequest = z.output<typeof requestSchema>;

export interface ScriptedModel {
  /** For OPENAI_BASE_URL. */
  baseUrl: string;
  close(): Promise<void>;
}

/** A real server of OpenAI's chat completions that says what the system prompt of each request tells it to say. */
export async function serveScriptedModel(): Promise<ScriptedModel> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) body += String(chunk);
  const request = requestSchema.parse(JSON.parse(body));
  const round = roundOf(request);
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = async (delta: object, finishReason: string | null = null): Promise<void> => {
    if (round.pauseMs > 0) await delay(round.pauseMs);
    const choice = { index: 0, delta, finish_reason: finishReason };
    response.write(`data: ${JSON.stringify({ id: "c", model: request.model, choices: [choice] })}\n\n`);
  };
  for (const reasoning_content of round.reasoning) await send({ reasoning_content });
  for (const text of round.text) await send({ content: text.replace(systemMark, systemOf(request)) });
  for (const [index, call] of round.calls.entries()) {
    const name = wireName(call.name, request);
    const text = JSON.stringify(call.arguments);
    const half = Math.ceil(text.length / 2);
    const id = `call_${request.messages.length}_${index}`;
    await send({ tool_calls: [{ index, id, type: "function", function: { name, arguments: text.slice(0, half) } }] });
    await send({ tool_calls: [{ index, function: { arguments: text.slice(half) } }] });
  }
  await send({}, round.calls.length > 0 ? "tool_calls" : "stop");
  const usage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 };
  response.write(`data: ${JSON.stringify({ id: "c", model: request.model, choices: [], usage })}\n\n`);
  response.end("data: [DONE]\n\n");
}

function linesOf({ messages }: ModelRequest): string[] {
  return String(messages.find((message) => message.role === "system")?.content ?? "").split("\n");
}

function systemOf(request: ModelRequest): string {
  return linesOf(request)
    .filter((text) => !text.startsWith(marker))
    .join("\n");
}

function roundOf(request: ModelRequest): z.output<typeof roundSchema> {
  const { messages } = request;
  const line = linesOf(request).find((text) => text.startsWith(marker));
  const script = line === undefined ? [] : z.array(roundSchema).parse(JSON.parse(line.slice(marker.length)));
  const asked = messages.filter((message) => message.role === "assistant").length;
  const results = messages.filter((message) => message.role === "tool").map((message) => String(message.content));
  return script[asked] ?? roundSchema.parse({ text: [`The results are: ${results.join(" | ")}`] });
}

/** Function names can not hold dots, so the product has its own names on the wire. */
function wireName(name: string, { tools }: ModelRequest): string {
  const plain = name.replaceAll(/\W/g, "_");
  return tools.find((tool) => tool.function.name.replaceAll(/\W/g, "_").startsWith(plain))?.function.name ?? name;
}
