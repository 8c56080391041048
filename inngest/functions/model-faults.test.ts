import type { ServerResponse } from "node:http";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { Draft } from "@/server/testing/studio";

/** A model server whose behaviour each test chooses; it must listen before the provider reads its address. */
const provider = await vi.hoisted(async () => {
  const { startServer } = await import("../../server/testing/http-server");
  const behaviour: { answer: (response: ServerResponse, count: number) => void } = {
    answer: (response) => response.end(),
  };
  let count = 0;
  const server = await startServer((_request, response) => behaviour.answer(response, ++count));
  process.env.OPENAI_BASE_URL = `${server.url}/v1`;
  process.env.OPENAI_API_KEY = "sk-canary-0123456789abcdef";
  process.env.SIGNALBOX_DEFAULT_MODEL = "gpt-4.1-mini";
  return { server, answerWith: (answer: typeof behaviour.answer) => ((count = 0), (behaviour.answer = answer)) };
});

const { startAppRun } = await import("@/server/services/runs/start-run");
const { stopRun } = await import("@/server/services/runs/stop-run");
const { getSession } = await import("@/server/services/sessions/get-session");
const {
  countEvents,
  eventTypes,
  ledgerOf,
  messageTotals,
  nodeRun,
  principal,
  publish,
  runApp,
  runStudio,
  storedTrace,
  usageWithStatus,
  waitForEnd,
  waitUntil,
} = await import("@/server/testing/studio");

runStudio();
afterAll(() => provider.server.close());

function chunk(response: ServerResponse, delta: object, more: object = {}): void {
  response.write(
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "gpt-4.1-mini", choices: [{ index: 0, delta, ...more }] })}\n\n`,
  );
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

function finish(response: ServerResponse, usage = { prompt_tokens: 1000, completion_tokens: 500 }): void {
  chunk(response, {}, { finish_reason: "stop" });
  response.write(
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "gpt-4.1-mini", choices: [], usage })}\n\n`,
  );
  response.end("data: [DONE]\n\n");
}

function fail(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify({ error: { message } }));
}

const chain = (retry?: { max_attempts: number; backoff_ms: number }): Draft => ({
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "ask", type: "llm", config: { prompt: "{{ inputs.query }}" }, ...(retry ? { retry } : {}) },
    { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
  ],
  edges: [
    { source: "start", target: "ask" },
    { source: "ask", target: "say" },
  ],
});

describe("a provider that fails", () => {
  it.each([
    [
      "401",
      "model_unauthorized",
      (response: ServerResponse) => fail(response, 401, "Incorrect API key provided: sk-canary-0123456789abcdef"),
    ],
    [
      "429",
      "model_rate_limited",
      (response: ServerResponse) => fail(response, 429, "slow down", { "retry-after": "1" }),
    ],
    ["500", "model_unavailable", (response: ServerResponse) => fail(response, 500, "oh")],
    [
      "a stream that is cut off",
      "model_stream_cut",
      (response: ServerResponse) => {
        begin(response);
        chunk(response, { content: "half an ans" });
        setTimeout(() => response.destroy(), 20);
      },
    ],
  ])(
    "F-34 F-35 F-78 %s is a typed, readable error on node, span and run, without the key",
    async (_what, code, answer) => {
      provider.answerWith(answer);
      const { appCode } = await publish(chain());
      const run = await runApp(appCode, { message: "hello" });
      expect(run).toMatchObject({ status: "failed", error: { code, nodeId: "ask" } });
      expect(nodeRun(run, "ask")).toMatchObject({ status: "failed", error: { code } });
      expect(run.spans.find((span) => span.kind === "llm")).toMatchObject({ status: "failed", error: { code } });
      expect(await storedTrace(run.id)).not.toContain("sk-canary-0123456789abcdef");
      expect((await eventTypes(run.id)).at(-1)).toBe("run.failed");
    },
  );

  it("a retried attempt never glues two answers together: the half-sent message is closed and a new one begins", async () => {
    provider.answerWith((response, count) => {
      begin(response);
      chunk(response, { content: count === 1 ? "First half" : "Whole answer" });
      if (count === 1) setTimeout(() => response.destroy(), 20);
      else finish(response);
    });
    const { appCode } = await publish(chain({ max_attempts: 2, backoff_ms: 10 }));
    const run = await runApp(appCode, { message: "hello" });
    expect(run).toMatchObject({ status: "completed", result: "Whole answer" });
    const session = await getSession(principal, run.sessionId);
    expect(session.messages.map((message) => message.content)).toEqual(["hello", "Whole answer"]);
    const types = await eventTypes(run.id);
    expect(types.filter((type) => type === "text.started")).toHaveLength(2);
    expect(types.indexOf("messages.snapshot")).toBeGreaterThan(types.indexOf("text.ended"));
    const failed = await usageWithStatus(run.id, "failed");
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ isEstimated: true });
  });

  it("prices what the provider reports, in whole micro-dollars, and totals equal the ledger", async () => {
    provider.answerWith((response) => {
      begin(response);
      chunk(response, { content: "ok" });
      finish(response);
    });
    const { appCode } = await publish(chain());
    const run = await runApp(appCode, { message: "hello" });
    // 1,000 input tokens at 0.40 and 500 output tokens at 1.60 dollars a million.
    expect(await ledgerOf(run.id)).toEqual({ inputTokens: 1000, outputTokens: 500, costMicros: 1200 });
    expect(run).toMatchObject({ inputTokens: 1000, outputTokens: 500, costMicros: 1200 });
  });

  it("F-18 F-61 a stop in mid-answer closes the provider's stream within 2 s, keeps what was said and books it", async () => {
    let isClosed = false;
    provider.answerWith((response) => {
      begin(response);
      chunk(response, { content: "The beginning of a long answer" });
      response.on("close", () => (isClosed = true));
    });
    const { appCode } = await publish(chain());
    const { runId, sessionId } = await startAppRun(principal, {
      appCode,
      source: "chat",
      inputs: {},
      message: "hello",
    });
    await waitUntil(async () => (await countEvents(runId, "text.delta")) > 0);
    await stopRun(principal, runId);
    await waitUntil(() => isClosed, 2000);
    await waitForEnd(runId);
    await waitUntil(async () => (await usageWithStatus(runId, "cancelled")).length === 1);
    const session = await getSession(principal, sessionId);
    expect(session.messages.at(-1)).toMatchObject({ role: "assistant", content: "The beginning of a long answer" });
    const run = await waitForEnd(runId);
    expect(run).toMatchObject({ status: "cancelled", ...(await ledgerOf(runId)) });
    expect(session).toMatchObject(await ledgerOf(runId));
    await waitUntil(async () => (await messageTotals(runId)).outputTokens > 0);
    expect(await messageTotals(runId)).toEqual(await ledgerOf(runId));
  });
});
