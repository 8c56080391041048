import { afterAll, expect, it, vi } from "vitest";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("../../../server/testing/scripted-model");
  return startScriptedModel();
});

const { GET: getRunEvents } = await import("@/app/api/v1/agent/runs/[runId]/events/route");
const { startAppRun } = await import("@/server/services/runs/start-run");
const { getSession } = await import("@/server/services/sessions/get-session");
const { startServer } = await import("@/server/testing/http-server");
const { principal, publish, runStudio, waitForEnd } = await import("@/server/testing/studio");

runStudio();
const receiver = await startServer((_request, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end('{"state":"shipped – \\u2028 \\"soon\\""}'),
);
afterAll(async () => {
  await model.server.close();
  await receiver.close();
});

interface Event {
  type: string;
  messageId?: string;
  toolCallId?: string;
  delta?: string;
  content?: string;
}

/** What a client has in its hands after a stream: texts by message, arguments and results by call. */
async function readStream(runId: string) {
  const response = await getRunEvents(
    new Request(`http://127.0.0.1:3000/api/v1/agent/runs/${runId}/events`, {
      headers: { host: "127.0.0.1:3000", "last-event-id": "0" },
    }),
    { params: Promise.resolve({ runId }) },
  );
  const events = [...(await response.text()).matchAll(/(?:^|\n)data: ([^\n]+)/g)].map(
    (match) => JSON.parse(match[1] ?? "") as Event,
  );
  const joined = (type: string, key: "messageId" | "toolCallId", part: "delta" | "content") => {
    const texts: Record<string, string> = {};
    for (const event of events) {
      const id = event[key] ?? "";
      if (event.type === type) texts[id] = (texts[id] ?? "") + (event[part] ?? "");
    }
    return texts;
  };
  return {
    texts: joined("TEXT_MESSAGE_CONTENT", "messageId", "delta"),
    arguments: joined("TOOL_CALL_ARGS", "toolCallId", "delta"),
    results: joined("TOOL_CALL_RESULT", "toolCallId", "content"),
  };
}

it("H-10 a stream read again after the end, and the history, have byte for byte what the live client saw", async () => {
  model.script((messages) =>
    messages.some((message) => message.role === "tool")
      ? "It is on its way – \u00e4\u00f6\u00fc \ud83d\ude82."
      : [
          { name: "look_up", arguments: { order: 'A-1 \u2028 "x"' } },
          { name: "look_up", arguments: { order: "B-2" } },
        ],
  );
  const tool = {
    name: "look_up",
    parameters: { type: "object", properties: { order: { type: "string" } } },
    method: "POST",
    url: `${receiver.url}/orders`,
  };
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "ask", type: "agent", config: { prompt: "{{ inputs.query }}", tools: [tool] } },
      { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
    ],
    edges: [
      { source: "start", target: "ask" },
      { source: "ask", target: "say" },
    ],
  });
  const { runId, sessionId } = await startAppRun(principal, {
    appCode,
    source: "api",
    inputs: {},
    message: "Where is it?",
  });
  const live = await readStream(runId);
  await waitForEnd(runId);
  expect(await readStream(runId)).toEqual(live);
  const { messages } = await getSession(principal, sessionId);
  const said = messages.filter((message) => message.role === "assistant" && message.content !== "");
  expect(said.map(({ id, content }) => [id, content])).toEqual(Object.entries(live.texts));
  const calls = messages.flatMap((message) => message.toolCalls);
  expect(Object.fromEntries(calls.map((call) => [call.id, call.arguments]))).toEqual(live.arguments);
  const results = messages.filter((message) => message.role === "tool");
  expect(Object.fromEntries(results.map((message) => [message.toolCallId, message.content]))).toEqual(live.results);
  expect([Object.keys(live.arguments).length, Object.keys(live.results).length]).toEqual([2, 2]);
});
