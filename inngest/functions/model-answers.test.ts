import type { ServerResponse } from "node:http";
import { afterAll, describe, expect, it, vi } from "vitest";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import type { RunDetail } from "@/server/services/runs/get-run";
import type { Draft } from "@/server/testing/studio";

interface Asked {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string };
}

/** A model server that answers by what it is asked; it must listen before the provider reads its address. */
const provider = await vi.hoisted(async () => {
  const { startServer } = await import("../../server/testing/http-server");
  const behaviour: { answer: (response: ServerResponse, asked: Asked) => void } = { answer: (r) => r.end() };
  const asked: Asked[] = [];
  const server = await startServer((_request, response) => {
    const body = JSON.parse(server.requests.at(-1)?.body ?? "{}") as Asked;
    asked.push(body);
    behaviour.answer(response, body);
  });
  process.env.OPENAI_BASE_URL = `${server.url}/v1`;
  process.env.OPENAI_API_KEY = "sk-test-0123456789abcdef";
  process.env.SIGNALBOX_DEFAULT_MODEL = "gpt-4.1-mini";
  return {
    server,
    asked,
    answerWith: (answer: typeof behaviour.answer) => {
      asked.length = 0;
      behaviour.answer = answer;
    },
  };
});

const { startAppRun } = await import("@/server/services/runs/start-run");
const { stopRun } = await import("@/server/services/runs/stop-run");
const { getSession } = await import("@/server/services/sessions/get-session");
const { getSpan } = await import("@/server/services/runs/get-run");
const { readRunEvents } = await import("@/server/events/read-events");
const {
  countEvents,
  eventTypes,
  ledgerOf,
  principal,
  publish,
  runApp,
  runStudio,
  usageWithStatus,
  waitForEnd,
  waitUntil,
} = await import("@/server/testing/studio");

runStudio();
afterAll(() => provider.server.close());

function say(response: ServerResponse, model: string, ...deltas: JsonObject[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const delta of deltas) response.write(`data: ${JSON.stringify({ model, choices: [{ index: 0, delta }] })}\n\n`);
}

function finish(response: ServerResponse, model: string, usage: JsonObject = {}): void {
  response.write(`data: ${JSON.stringify({ model, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\n`);
  const counted = { prompt_tokens: 1000, completion_tokens: 500, ...usage };
  response.end(`data: ${JSON.stringify({ model, choices: [], usage: counted })}\n\ndata: [DONE]\n\n`);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error: { message } }));
}

const chain = (config: JsonObject, retry?: { max_attempts: number; backoff_ms: number }): Draft => ({
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "ask", type: "llm", config: { prompt: "{{ inputs.query }}", ...config }, ...(retry ? { retry } : {}) },
    { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
  ],
  edges: [
    { source: "start", target: "ask" },
    { source: "ask", target: "say" },
  ],
});

/** What the first span of a kind gave; of the node that asks, its own output. */
async function outputOf(run: RunDetail, kind: "node" | "llm"): Promise<unknown> {
  const span = run.spans.find((one) => one.kind === kind && (kind === "llm" || one.nodeId === "ask"));
  const { output } = await getSpan(principal, run.id, span?.id ?? "");
  return kind === "node" && isJsonObject(output) ? output.output : output;
}

const models = { model: "first-model", fallback_models: ["second-model", "gpt-4.1-mini"] };

describe("fallback models", () => {
  it.each([
    ["is away", (response: ServerResponse) => refuse(response, 503, "down")],
    ["is too busy", (response: ServerResponse) => refuse(response, 429, "slow down")],
    ["is unknown", (response: ServerResponse) => refuse(response, 404, "no such model")],
    [
      "breaks off before it says a word",
      (response: ServerResponse) => {
        say(response, "first-model", { reasoning_content: "Hm" });
        setTimeout(() => response.destroy(), 20);
      },
    ],
  ])("the next model is asked when one %s, each try a span, and the trace says which answered", async (_why, fail) => {
    provider.answerWith((response, { model }) => {
      if (model !== "gpt-4.1-mini") return fail(response);
      say(response, model, { content: "It is done." });
      finish(response, model);
    });
    const { appCode } = await publish(chain(models));
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "completed", result: "It is done." });
    expect(provider.asked.map((body) => body.model)).toEqual(["first-model", "second-model", "gpt-4.1-mini"]);
    const tries = run.spans.filter((span) => span.kind === "llm");
    expect(tries.map((span) => [span.name, span.status])).toEqual([
      ["first-model", "failed"],
      ["second-model", "failed"],
      ["gpt-4.1-mini", "completed"],
    ]);
    expect(tries.at(-1)?.attributes).toMatchObject({ fallback_for: ["first-model", "second-model"] });
    expect(await outputOf(run, "node")).toMatchObject({
      model: "gpt-4.1-mini",
      failed_models: ["first-model", "second-model"],
    });
    expect((await getSession(principal, run.sessionId)).messages.map((message) => message.content)).toEqual([
      "hello",
      "It is done.",
    ]);
  });

  it("no other model goes on with a sentence that one has begun", async () => {
    provider.answerWith((response) => {
      say(response, "first-model", { content: "Half a sen" });
      setTimeout(() => response.destroy(), 20);
    });
    const { appCode } = await publish(chain(models));
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "failed", error: { code: "model_stream_cut" } });
    expect(provider.asked.map((body) => body.model)).toEqual(["first-model"]);
  });

  it("F-34 a model that takes too long is given up, and the next is asked", async () => {
    provider.answerWith((response, { model }) => {
      if (model === "first-model") return;
      say(response, model, { content: "Quick." });
      finish(response, model);
    });
    const { appCode } = await publish(chain({ ...models, timeout_seconds: 1 }));
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "completed", result: "Quick." });
    expect(run.spans.find((span) => span.name === "first-model")?.error).toMatchObject({ code: "model_timeout" });
  });

  it("when all fail the error is the first model's, tells of the others, and can be retried if one of them may recover", async () => {
    provider.answerWith((response, { model }) => refuse(response, model === "second-model" ? 503 : 404, "no"));
    const { appCode } = await publish(chain(models, { max_attempts: 2, backoff_ms: 10 }));
    const run = await runApp(appCode, { message: "hello" });
    expect(run.error).toMatchObject({ code: "model_unavailable" });
    expect(run.error?.message).toContain("first-model");
    expect(run.error?.message).toContain("second-model");
    expect(provider.asked).toHaveLength(6);
  });

  it("a stop ends the whole row of tries", async () => {
    provider.answerWith(() => undefined);
    const { appCode } = await publish(chain(models));
    const { runId } = await startAppRun(principal, { appCode, source: "chat", inputs: {}, message: "hello" });
    await waitUntil(() => provider.asked.length === 1);
    await stopRun(principal, runId);
    expect(await waitForEnd(runId)).toMatchObject({ status: "cancelled" });
    expect(provider.asked).toHaveLength(1);
  });
});

describe("reasoning", () => {
  it("is told before the answer to those who see the answer, ends before it begins, and its tokens are counted", async () => {
    provider.answerWith((response, { model }) => {
      say(response, model, { reasoning_content: "One. " }, { reasoning_content: "Two." }, { content: "Three." });
      finish(response, model, { completion_tokens_details: { reasoning_tokens: 300 } });
    });
    const { appCode } = await publish(chain({}));
    const run = await runApp(appCode, { message: "hello" });
    const types = (await eventTypes(run.id)).filter((type) => /^(reasoning|text)\.(started|ended)$/.test(type));
    expect(types).toEqual(["text.started", "reasoning.started", "reasoning.ended", "text.ended"]);
    const thoughts = (await readRunEvents(run.id)).flatMap(({ event }) =>
      event.type === "reasoning.delta" ? [event] : [],
    );
    expect(thoughts.map((event) => event.delta).join("")).toBe("One. Two.");
    expect(thoughts.every((event) => event.audience === "everyone")).toBe(true);
    expect(run.spans.find((span) => span.kind === "llm")?.attributes).toMatchObject({
      reasoning_tokens: 300,
      output_tokens: 500,
    });
    expect(await outputOf(run, "llm")).toMatchObject({ text: "Three.", reasoning: "One. Two." });
    expect(await outputOf(run, "node")).toMatchObject({ usage: { output_tokens: 500, reasoning_tokens: 300 } });
  });

  it("is closed when the run is stopped in the middle of it, and booked", async () => {
    provider.answerWith((response, { model }) => say(response, model, { reasoning: "A long thought" }));
    const { appCode } = await publish(chain({}));
    const { runId } = await startAppRun(principal, { appCode, source: "chat", inputs: {}, message: "hello" });
    await waitUntil(async () => (await countEvents(runId, "reasoning.delta")) > 0);
    await stopRun(principal, runId);
    await waitForEnd(runId);
    expect(await countEvents(runId, "reasoning.ended")).toBe(1);
    await waitUntil(async () => (await usageWithStatus(runId, "cancelled")).length === 1);
  });

  it("is closed when the model fails in the middle of it, and the next attempt thinks anew", async () => {
    let count = 0;
    provider.answerWith((response, { model }) => {
      count += 1;
      if (count > 1) {
        say(response, model, { reasoning: "Again" }, { content: "Done." });
        return finish(response, model);
      }
      say(response, model, { reasoning: "Half a thou" });
      setTimeout(() => response.destroy(), 20);
    });
    const { appCode } = await publish(chain({}, { max_attempts: 2, backoff_ms: 10 }));
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "completed", result: "Done." });
    expect(await countEvents(run.id, "reasoning.started")).toBe(2);
    expect(await countEvents(run.id, "reasoning.ended")).toBe(2);
  });
});

describe("structured answers", () => {
  const response_schema = {
    type: "object",
    properties: { score: { type: "integer" } },
    required: ["score"],
    additionalProperties: false,
  };

  it("an answer that does not fit is given back with what is wrong, and only the one that fits is said", async () => {
    const answers = ["Five.", '{"score":"5"}', '{"score":5}'];
    provider.answerWith((response, { model }) => {
      say(response, model, { content: answers[provider.asked.length - 1] ?? "" });
      finish(response, model);
    });
    const { appCode } = await publish(chain({ response_schema }));
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "completed", result: '{"score":5}' });
    expect(await outputOf(run, "node")).toMatchObject({ json: { score: 5 } });
    expect(provider.asked[0]?.response_format).toMatchObject({ type: "json_schema" });
    expect(provider.asked[1]?.messages.at(-1)?.content).toContain("the answer is not JSON");
    expect(provider.asked[2]?.messages.at(-1)?.content).toContain("score must be integer, not string");
    expect(run.spans.filter((span) => span.kind === "llm")).toHaveLength(3);
    expect(await ledgerOf(run.id)).toMatchObject({ inputTokens: 3000, outputTokens: 1500 });
    expect((await getSession(principal, run.sessionId)).messages.at(-1)?.content).toBe('{"score":5}');
  });

  it("F-63 after two corrections the node fails with a typed error that says what is wrong", async () => {
    provider.answerWith((response, { model }) => {
      say(response, model, { content: "{}" });
      finish(response, model);
    });
    const { appCode } = await publish(chain({ response_schema }, { max_attempts: 3, backoff_ms: 10 }));
    const run = await runApp(appCode, { message: "hello" });
    expect(run.error).toMatchObject({ code: "model_answer_invalid" });
    expect(run.error?.message).toContain("score is required");
    expect(provider.asked).toHaveLength(3);
  });

  it("an agent's last answer is held to its schema too, and told only when it fits", async () => {
    const answers = ["About seven.", '{"score":7}'];
    provider.answerWith((response, { model }) => {
      say(response, model, { reasoning: "Hm. " }, { content: answers[provider.asked.length - 1] ?? "" });
      finish(response, model);
    });
    const draft = chain({ response_schema });
    const nodes = draft.nodes.map((node) => (node.id === "ask" ? { ...node, type: "agent" } : node));
    const { appCode } = await publish({ ...draft, nodes });
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "completed", result: '{"score":7}' });
    expect(await outputOf(run, "node")).toMatchObject({ rounds: 1, json: { score: 7 } });
    expect((await getSession(principal, run.sessionId)).messages.map((message) => message.content)).toEqual([
      "hello",
      '{"score":7}',
    ]);
    const thoughts = (await readRunEvents(run.id)).flatMap(({ event }) =>
      event.type === "reasoning.started" ? [event.audience] : [],
    );
    expect(thoughts).toEqual(["everyone", "everyone"]);
  });

  it("a model that can not be held to a schema is told it in words, from then on at once", async () => {
    provider.answerWith((response, { model, response_format }) => {
      if (response_format) return refuse(response, 400, "response_format is not supported");
      say(response, model, { content: '```json\n{"score":7}\n```' });
      finish(response, model);
    });
    const { appCode } = await publish(chain({ response_schema, model: "plain-model", fallback_models: ["other"] }));
    const run = await runApp(appCode, { message: "hello" });
    expect(await outputOf(run, "node")).toMatchObject({ json: { score: 7 }, model: "plain-model" });
    expect(provider.asked[1]?.messages[0]).toMatchObject({ role: "system" });
    expect(provider.asked[1]?.messages[0]?.content).toContain('"score"');
    await runApp(appCode, { message: "again" });
    expect(provider.asked.map((body) => Boolean(body.response_format))).toEqual([true, false, false]);
  });
});
