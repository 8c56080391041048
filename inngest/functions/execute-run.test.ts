import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "@/server/testing/http-server";
import {
  eventTypes,
  ledgerOf,
  messageTotals,
  nodeRun,
  principal,
  publish,
  runApp,
  runStudio,
  waitForEnd,
  waitUntil,
} from "@/server/testing/studio";
import { startAppRun } from "@/server/services/runs/start-run";
import { stopRun } from "@/server/services/runs/stop-run";
import { getSession } from "@/server/services/sessions/get-session";

runStudio();

const start = { id: "start", type: "start", config: {} };
const say = (template: string) => ({ id: "say", type: "answer", config: { template } });
const code = (source: string, more: object = {}) => ({
  id: "work",
  type: "code",
  config: { language: "javascript", code: source, ...more },
});
const line = (...ids: string[]) => ids.slice(1).map((target, index) => ({ source: ids[index] ?? "", target }));

describe("the samples that need nothing outside", () => {
  it.each([
    ["score-router", "Refund of 40 euros", "scored 7 and goes straight through"],
    ["policy-answerer", "Within how many days can goods be returned?", "30 days"],
    ["code-summary", "one two two", "3 words, 9 letters in 11 characters"],
    ["expense-check", "Lunch 24\nTaxi 31.50", "2 expenses:\n\n- Lunch: 24 euros, paid at once.\n- Taxi: 31.5 euros"],
  ])("%s answers %j and completes", async (appCode, message, expected) => {
    const run = await runApp(appCode, { message });
    expect(run.error).toBeNull();
    expect(run.status).toBe("completed");
    expect(String(run.result)).toContain(expected);
  });
});

describe("what a node does", () => {
  it("keeps state, routes by it and skips the other way", async () => {
    const run = await runApp("score-router", { message: "a parcel", inputs: { score: 2 } });
    expect(nodeRun(run, "check-score")).toMatchObject({
      status: "completed",
      port: "false",
      outputJson: { condition_result: false, route: "false" },
    });
    expect(nodeRun(run, "high-path")?.status).toBe("skipped");
    expect(nodeRun(run, "say-high")?.status).toBe("skipped");
    expect(nodeRun(run, "low-path")?.outputText).toBe('"a parcel" scored 2 and needs a second look.');
  });

  it("runs Python and JavaScript outside the server and keeps what they printed and assigned", async () => {
    const run = await runApp("code-summary", { message: "to be or not to be" });
    expect(nodeRun(run, "count-words")).toMatchObject({
      outputText: "6 words read\n",
      outputJson: { result_json: { words: 6 } },
    });
    expect(nodeRun(run, "count-letters")).toMatchObject({
      outputText: "13 letters read\n",
      outputJson: { result_json: { letters: 13, characters: 18 } },
    });
  });

  it("V-03 passes text that looks like a template on verbatim", async () => {
    const { appCode } = await publish({ nodes: [start, say("{{ inputs.query }}")], edges: line("start", "say") });
    const run = await runApp(appCode, { message: "{{ 7*7 }} ${7*7} {% raw %}" });
    expect(run.result).toBe("{{ 7*7 }} ${7*7} {% raw %}");
  });

  it("F-50 stores NUL and lone surrogates as U+FFFD and everything else exactly", async () => {
    const { appCode } = await publish({ nodes: [start, say("{{ inputs.query }}")], edges: line("start", "say") });
    const run = await runApp(appCode, { message: "a\u0000b \ud800 \u202e 👩‍👩‍👧 \\u0000" });
    expect(run.result).toBe("a\ufffdb \ufffd \u202e 👩‍👩‍👧 \\u0000");
  });

  it("stores an output above 256 KiB apart and still gives it to later nodes", async () => {
    const { appCode } = await publish({
      nodes: [start, code("result = 'x'.repeat(400000)"), say("{{ nodes.work.output.result_json | length }}")],
      edges: line("start", "work", "say"),
    });
    const run = await runApp(appCode);
    expect(run.result).toBe("400000");
    expect(nodeRun(run, "work")).toMatchObject({ outputJson: null, outputArtifactId: expect.any(String) });
  });

  it("lets each branch go on at its own pace", async () => {
    const server = await startServer((request, response) => {
      setTimeout(
        () => response.setHeader("content-type", "application/json").end("{}"),
        request.url === "/slow" ? 1500 : 0,
      );
    });
    const tool = (id: string, path: string) => ({ id, type: "tool", config: { url: `${server.url}${path}` } });
    const { appCode } = await publish({
      nodes: [start, tool("slow", "/slow"), tool("one", "/fast"), tool("two", "/fast"), say("done")],
      edges: [...line("start", "slow", "say"), ...line("start", "one", "two", "say")],
    });
    const run = await runApp(appCode);
    await server.close();
    expect(run.status).toBe("completed");
    expect(nodeRun(run, "two")?.endedAt?.getTime()).toBeLessThan(nodeRun(run, "slow")?.endedAt?.getTime() ?? 0);
  });
});

describe("what goes wrong", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer((request, response, count) => {
      response.setHeader("content-type", "application/json");
      if (request.url === "/flaky" && count % 3 !== 0) response.statusCode = 503;
      if (request.url === "/missing") response.statusCode = 404;
      if (request.url === "/hang") return;
      response.end(JSON.stringify({ count }));
    });
  });
  afterAll(() => server.close());

  it.each([
    [
      "an unknown variable in a list",
      say("{{ inputs.query | default('x') }}{{ nodes.work.output.result_json.nothing }}"),
      "result = {}",
      "unknown_variable",
      "say",
      "nodes.work.output.result_json.nothing",
    ],
    ["code that throws", say("x"), "throw new Error('no luck')", "code_failed", "work", "no luck"],
    ["code that loops for ever", say("x"), "while (true) {}", "code_timeout", "work", "1 s"],
    [
      "code that takes all memory",
      say("x"),
      "const a = []; while (true) a.push(new Array(100000).fill(a.length))",
      "code_memory",
      "work",
      "memory",
    ],
  ])("fails the run with a typed sentence on the node: %s", async (_what, answer, source, errorCode, nodeId, said) => {
    const { appCode } = await publish({
      nodes: [start, code(source, { timeout_seconds: errorCode === "code_timeout" ? 1 : 15 }), answer],
      edges: line("start", "work", "say"),
    });
    const run = await runApp(appCode);
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: errorCode, nodeId });
    expect(run.error?.message).toContain(said);
    expect(nodeRun(run, nodeId)).toMatchObject({ status: "failed", error: { code: errorCode } });
    expect(run.spans.find((span) => span.nodeId === nodeId && span.kind === "node")).toMatchObject({
      status: "failed",
      error: { code: errorCode },
    });
    expect(run.spans.filter((span) => span.status === "running")).toEqual([]);
  });

  it.each([
    ["a service that is down", "http://127.0.0.1:9/", "tool_unreachable"],
    ["a service that answers 404", "/missing", "tool_http_error"],
    ["a service that hangs", "/hang", "tool_timeout"],
    ["an address that egress refuses", "http://169.254.169.254/latest", "tool_blocked"],
  ])("types the failure of %s", async (_what, url, errorCode) => {
    const { appCode } = await publish({
      nodes: [
        start,
        {
          id: "call",
          type: "tool",
          config: { url: url.startsWith("/") ? `${server.url}${url}` : url, timeout_seconds: 1 },
        },
        say("x"),
      ],
      edges: line("start", "call", "say"),
    });
    const run = await runApp(appCode);
    expect(run).toMatchObject({ status: "failed", error: { code: errorCode, nodeId: "call" } });
  });

  it("F-34 tries a failing tool again by the node's policy, each attempt with the same idempotency key", async () => {
    server.requests.length = 0;
    const call = {
      id: "call",
      type: "tool",
      config: { url: `${server.url}/flaky`, method: "POST", body: { a: 1 } },
      retry: { max_attempts: 3, backoff_ms: 10 },
    };
    const { appCode } = await publish({
      nodes: [start, call, say("after {{ nodes.call.output.body.count }}")],
      edges: line("start", "call", "say"),
    });
    const run = await runApp(appCode);
    expect(run).toMatchObject({ status: "completed", result: "after 3" });
    expect(run.nodeRuns.filter((node) => node.nodeId === "call").map((node) => [node.attempt, node.status])).toEqual([
      [1, "failed"],
      [2, "failed"],
      [3, "completed"],
    ]);
    const keys = new Set(server.requests.map((request) => request.headers["idempotency-key"]));
    expect(keys).toEqual(new Set([`${run.id}:call:0:1`]));
  });

  it("goes on past a failure by the error branch, or with its error as the output", async () => {
    const call = { id: "call", type: "tool", config: { url: `${server.url}/missing` } };
    const branch = await publish({
      nodes: [
        start,
        { ...call, on_error: "branch" },
        say("fine"),
        { id: "sorry", type: "answer", config: { template: "sorry: {{ nodes.call.output.error.code }}" } },
      ],
      edges: [...line("start", "call", "say"), { source: "call", target: "sorry", condition: "error" }],
    });
    expect(await runApp(branch.appCode)).toMatchObject({ status: "completed", result: "sorry: tool_http_error" });
    const onwards = await publish({
      nodes: [start, { ...call, on_error: "continue" }, say("went on")],
      edges: line("start", "call", "say"),
    });
    expect(await runApp(onwards.appCode)).toMatchObject({ status: "completed", result: "went on" });
  });

  it("F-18 stops a hanging tool call at once, for good, and says so in the stream", async () => {
    const { appCode } = await publish({
      nodes: [
        start,
        { id: "call", type: "tool", config: { url: `${server.url}/hang`, timeout_seconds: 60 } },
        say("x"),
      ],
      edges: line("start", "call", "say"),
    });
    const before = server.requests.length;
    const { runId } = await startAppRun(principal, { appCode, source: "api", inputs: {} });
    await waitUntil(() => server.requests.length > before);
    expect(await stopRun(principal, runId)).toEqual({ status: "cancelled" });
    const run = await waitForEnd(runId);
    expect(run.status).toBe("cancelled");
    expect(nodeRun(run, "call")?.status).toBe("cancelled");
    expect(run.spans.filter((span) => span.status === "running")).toEqual([]);
    expect((await eventTypes(runId)).slice(-2)).toEqual(["node.finished", "run.finished"]);
    expect(await stopRun(principal, runId)).toEqual({ status: "cancelled" });
  });
});

describe("accepting runs", () => {
  it("F-15 one key, twenty requests at once: one run, twenty equal answers; another body is refused", async () => {
    const request = {
      appCode: "score-router",
      source: "api",
      inputs: {},
      message: "a parcel",
      idempotencyKey: "same-key",
    } as const;
    const accepted = await Promise.all(Array.from({ length: 20 }, () => startAppRun(principal, request)));
    expect(new Set(accepted.map((one) => `${one.runId} ${one.sessionId} ${one.isNewSession}`)).size).toBe(1);
    await expect(startAppRun(principal, { ...request, message: "another parcel" })).rejects.toMatchObject({
      code: "idempotency_mismatch",
    });
    await waitForEnd(accepted[0]?.runId ?? "");
  });

  it("refuses a second run while one is active, and unknown apps and sessions", async () => {
    const { appCode } = await publish({
      nodes: [start, code("while (true) {}", { timeout_seconds: 2 }), say("x")],
      edges: line("start", "work", "say"),
    });
    const first = await startAppRun(principal, { appCode, source: "api", inputs: {} });
    await expect(
      startAppRun(principal, { source: "api", inputs: {}, sessionId: first.sessionId }),
    ).rejects.toMatchObject({ code: "run_active" });
    await expect(startAppRun(principal, { source: "api", inputs: {}, appCode: "nothing" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(startAppRun(principal, { source: "api", inputs: {}, sessionId: "nothing" })).rejects.toMatchObject({
      code: "not_found",
    });
    await stopRun(principal, first.runId);
  });

  it("totals of message, run and session equal the ledger", async () => {
    const first = await runApp("policy-answerer", { message: "What does the warranty cover?" });
    const second = await runApp("policy-answerer", { message: "And water damage?", sessionId: first.sessionId });
    const ledgers = [await ledgerOf(first.id), await ledgerOf(second.id)];
    expect(ledgers[0]?.outputTokens).toBeGreaterThan(0);
    expect(first).toMatchObject(ledgers[0] ?? {});
    expect(second).toMatchObject(ledgers[1] ?? {});
    expect([await messageTotals(first.id), await messageTotals(second.id)]).toEqual(ledgers);
    const session = await getSession(principal, first.sessionId);
    expect(session.outputTokens).toBe((ledgers[0]?.outputTokens ?? 0) + (ledgers[1]?.outputTokens ?? 0));
    expect(session.messageCount).toBe(4);
    expect(session.messages.map((message) => [message.seq, message.role])).toEqual([
      [1, "user"],
      [2, "assistant"],
      [3, "user"],
      [4, "assistant"],
    ]);
  });
});
