import { setTimeout as delay } from "node:timers/promises";
import { estimateTokens } from "../token-usage";
import { chatBodySchema, readConversation, type ChatBody } from "./chat-body";
import { replyTo, type Reply } from "./reply";

export const offlineModel = "signalbox-offline";

/** A word every 8 ms reads like a quick model; long answers come in larger pieces, so that none takes over two seconds. */
const pieceDelayMs = 8;
const maxPieces = 250;

/**
 * The offline model behind OpenAI's protocol, given to the SDK in place of `fetch`, so that its calls take the same way
 * as any provider's. It answers every model name, and never leaves the process.
 */
export async function offlineFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const { pathname } = new URL(request.url);
  if (request.method === "GET" && pathname.endsWith("/models")) {
    return Response.json({
      object: "list",
      data: [{ id: offlineModel, object: "model", created: 0, owned_by: "signalbox" }],
    });
  }
  if (request.method !== "POST" || !pathname.endsWith("/chat/completions"))
    return refusal(404, "The offline model answers chat completions only.");
  const body = chatBodySchema.safeParse(await request.json());
  if (!body.success)
    return refusal(
      400,
      `The offline model cannot read the request: ${body.error.issues[0]?.message ?? "unknown form"}.`,
    );
  return new Response(byteStream(streamReply(body.data)), {
    headers: { "content-type": "text/event-stream; charset=utf-8" },
  });
}

function byteStream(events: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await events.return(undefined);
    },
  });
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { message, type: "invalid_request_error" } }, { status });
}

async function* streamReply(body: ChatBody): AsyncGenerator<string> {
  const reply = replyTo(readConversation(body));
  yield chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] });
  for (const delta of deltasOf(reply)) {
    await delay(pieceDelayMs);
    yield chunk({ choices: [{ index: 0, delta, finish_reason: null }] });
  }
  yield chunk({ choices: [{ index: 0, delta: {}, finish_reason: reply.calls.length > 0 ? "tool_calls" : "stop" }] });
  yield chunk({ choices: [], usage: usageOf(body, reply) });
  yield "data: [DONE]\n\n";
}

function chunk(fields: object): string {
  return `data: ${JSON.stringify({ id: "chatcmpl-offline", object: "chat.completion.chunk", created: 0, model: offlineModel, ...fields })}\n\n`;
}

function* deltasOf({ text, reasoning, calls }: Reply): Generator<object> {
  for (const piece of pieces(reasoning)) yield { reasoning_content: piece };
  for (const content of pieces(text)) yield { content };
  for (const [index, call] of calls.entries()) {
    yield {
      tool_calls: [{ index, id: `call_${index}`, type: "function", function: { name: call.name, arguments: "" } }],
    };
    for (const piece of pieces(call.arguments)) yield { tool_calls: [{ index, function: { arguments: piece } }] };
  }
}

/** The text in pieces of whole words, at most `maxPieces` of them. */
function* pieces(text: string): Generator<string> {
  const words = text.match(/\s*\S+|\s+$/g) ?? [];
  const size = Math.ceil(words.length / maxPieces);
  for (let at = 0; at < words.length; at += size) yield words.slice(at, at + size).join("");
}

function usageOf(body: ChatBody, { text, reasoning, calls }: Reply) {
  const prompt = estimateTokens(JSON.stringify([body.messages, body.tools]));
  const thought = estimateTokens(reasoning);
  const completion = thought + estimateTokens(text + calls.map((call) => call.name + call.arguments).join(""));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    completion_tokens_details: { reasoning_tokens: thought },
  };
}
