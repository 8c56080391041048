import { startServer, type TestServer } from "./http-server";

/** A message as the provider is sent it. */
export interface SentMessage {
  role: string;
  content: string | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** What a scripted model says to a conversation: words, or calls. */
export type Turn = string | { name: string; arguments: object }[];

export interface ScriptedModel {
  server: TestServer;
  /** What the model answers, from the messages it is sent and how often it was asked since this was set. */
  script(answer: (messages: SentMessage[], count: number) => Turn): void;
  /** The messages of every request since the script was set. */
  asked: SentMessage[][];
}

/**
 * A real HTTP server that speaks OpenAI's protocol and says what a test wants. It points the provider's environment variables
 * at itself, so it must be started before anything reads them (in vi.hoisted).
 */
export async function startScriptedModel(): Promise<ScriptedModel> {
  let answer: (messages: SentMessage[], count: number) => Turn = () => "ok";
  const model: ScriptedModel = {
    asked: [],
    script: (next) => {
      answer = next;
      model.asked.length = 0;
    },
    server: await startServer((_request, response) => {
      const body = JSON.parse(model.server.requests.at(-1)?.body ?? "{}") as { messages: SentMessage[] };
      model.asked.push(body.messages);
      const turn = answer(body.messages, model.asked.length);
      response.writeHead(200, { "content-type": "text/event-stream" });
      const send = (delta: object, finish: string | null = null) =>
        response.write(
          `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "gpt-4.1-mini", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
        );
      if (typeof turn === "string") {
        for (const word of turn.split(/(?<= )/)) send({ content: word });
        send({}, "stop");
      } else {
        for (const [index, call] of turn.entries()) {
          send({
            tool_calls: [
              {
                index,
                id: `call_${model.asked.length}_${index}`,
                type: "function",
                function: { name: call.name, arguments: JSON.stringify(call.arguments) },
              },
            ],
          });
        }
        send({}, "tool_calls");
      }
      response.write(
        `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "gpt-4.1-mini", choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } })}\n\n`,
      );
      response.end("data: [DONE]\n\n");
    }),
  };
  process.env.OPENAI_BASE_URL = `${model.server.url}/v1`;
  process.env.OPENAI_API_KEY = "sk-test";
  process.env.SIGNALBOX_DEFAULT_MODEL = "gpt-4.1-mini";
  return model;
}
