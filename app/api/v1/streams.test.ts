import { HttpAgent } from "@ag-ui/client";
import { describe, expect, it } from "vitest";
import { POST as runAgui } from "@/app/api/v1/agui/[appCode]/route";
import { POST as postRun } from "@/app/api/v1/agent/runs/route";
import { GET as getRunEvents } from "@/app/api/v1/agent/runs/[runId]/events/route";
import { GET as getSessionEvents } from "@/app/api/v1/agent/sessions/[sessionId]/events/route";
import { GET as getHistory } from "@/app/api/v1/agent/sessions/[sessionId]/history/route";
import { countEvents, countRuns, findThread, publish, runStudio, waitForEnd, waitUntil } from "@/server/testing/studio";

runStudio();

const origin = "http://127.0.0.1:3000";

/** Calls a route handler as the server would: the same request, without a socket. */
const ask = {
  run: (body: unknown, headers: Record<string, string> = {}) =>
    postRun(
      new Request(`${origin}/api/v1/agent/runs`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { host: "127.0.0.1:3000", "content-type": "application/json", ...headers },
      }),
    ),
  events: (runId: string, { lastEventId, signal }: { lastEventId?: string; signal?: AbortSignal } = {}) =>
    getRunEvents(
      new Request(`${origin}/api/v1/agent/runs/${runId}/events`, {
        signal,
        headers: { host: "127.0.0.1:3000", ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) },
      }),
      {
        params: Promise.resolve({ runId }),
      },
    ),
  sessionEvents: (sessionId: string) =>
    getSessionEvents(
      new Request(`${origin}/api/v1/agent/sessions/${sessionId}/events`, { headers: { host: "127.0.0.1:3000" } }),
      { params: Promise.resolve({ sessionId }) },
    ),
  history: (sessionId: string) =>
    getHistory(
      new Request(`${origin}/api/v1/agent/sessions/${sessionId}/history`, { headers: { host: "127.0.0.1:3000" } }),
      { params: Promise.resolve({ sessionId }) },
    ),
};

function agentFor(appCode: string, threadId?: string): HttpAgent {
  return new HttpAgent({
    url: `${origin}/api/v1/agui/${appCode}`,
    threadId,
    fetch: (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set("host", "127.0.0.1:3000");
      return runAgui(new Request(url, { ...init, headers }), { params: Promise.resolve({ appCode }) });
    },
  });
}

interface Frame {
  id?: number;
  data: { type: string; delta?: string; messageId?: string };
}

/** Reads frames until the stream ends, or until `limit` frames with a number have come. */
async function readFrames(response: Response, limit = Infinity): Promise<Frame[]> {
  const frames: Frame[] = [];
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let numbered = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return frames;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (!data) continue;
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      frames.push({ ...(id ? { id: Number(id) } : {}), data: JSON.parse(data) as Frame["data"] });
      if (id) numbered += 1;
      if (numbered >= limit) {
        await reader?.cancel();
        return frames;
      }
    }
  }
}

function textOf(frames: Frame[]): string {
  return frames.map((frame) => (frame.data.type === "TEXT_MESSAGE_CONTENT" ? frame.data.delta : "")).join("");
}

describe("the AG-UI endpoint", () => {
  it("gives AG-UI's own client, verification on, a valid stream of an answer that a model writes", async () => {
    const agent = agentFor("policy-answerer");
    agent.addMessage({ id: "question", role: "user", content: "Within how many days can goods be returned?" });
    const types: string[] = [];
    await agent.runAgent({}, { onEvent: ({ event }) => void types.push(event.type) });
    expect(types[0]).toBe("RUN_STARTED");
    expect(types.at(-1)).toBe("RUN_FINISHED");
    expect(types).not.toContain("STEP_STARTED");
    expect(agent.messages.at(-1)).toMatchObject({ role: "assistant", content: expect.stringContaining("30 days") });
  });

  it("goes on with the thread that the client names", async () => {
    const threadId = crypto.randomUUID();
    for (const question of ["What does the warranty cover?", "Is damage from water covered?"]) {
      const agent = agentFor("policy-answerer", threadId);
      agent.addMessage({ id: crypto.randomUUID(), role: "user", content: question });
      await agent.runAgent();
    }
    const session = await findThread(threadId);
    expect(session.messageCount).toBe(4);
  });

  it("ends a failed run with RUN_ERROR that tells an end user nothing of the inside", async () => {
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        {
          id: "secret-node",
          type: "code",
          config: { language: "javascript", code: "throw new Error('canary-in-code')" },
        },
        { id: "say", type: "answer", config: { template: "x" } },
      ],
      edges: [
        { source: "start", target: "secret-node" },
        { source: "secret-node", target: "say" },
      ],
    });
    const agent = agentFor(appCode);
    agent.addMessage({ id: "m", role: "user", content: "go" });
    const seen: unknown[] = [];
    await agent
      .runAgent({}, { onEvent: ({ event }) => void seen.push(event) })
      .catch((error: unknown) => seen.push(String(error)));
    const said = JSON.stringify(seen);
    expect(said).toContain("RUN_ERROR");
    expect(said).not.toContain("canary-in-code");
    expect(said).not.toContain("secret-node");
  });

  it("answers problem JSON for an unknown app and for a body that is not RunAgentInput", async () => {
    const post = (appCode: string, body: unknown) =>
      runAgui(
        new Request(`${origin}/api/v1/agui/${appCode}`, {
          method: "POST",
          body: JSON.stringify(body),
          headers: { host: "localhost:3000", "content-type": "application/json" },
        }),
        {
          params: Promise.resolve({ appCode }),
        },
      );
    const wrong = await post("policy-answerer", { threadId: 1 });
    expect([wrong.status, wrong.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    const missing = await post("nothing", {
      threadId: "t",
      runId: "r",
      messages: [],
      tools: [],
      context: [],
      state: {},
      forwardedProps: {},
    });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: "not_found", status: 404 });
  });
});

describe("a run's stream", () => {
  it("F-25 F-29 resumed at every place, while it runs and after it has ended, gives exactly the text of the history", async () => {
    const accepted = await ask.run({
      app_code: "policy-answerer",
      message: "How long does delivery within the country take?",
    });
    expect(accepted.status).toBe(202);
    const {
      run_id: runId,
      session_id: sessionId,
      created,
    } = (await accepted.json()) as { run_id: string; session_id: string; created: boolean };
    expect(created).toBe(true);

    const live: Frame[] = [];
    for (let lastEventId: string | undefined; live.at(-1)?.data.type !== "RUN_FINISHED";) {
      const part = await readFrames(await ask.events(runId, { lastEventId }), 3);
      live.push(...part);
      lastEventId = String(live.findLast((frame) => frame.id !== undefined)?.id ?? 0);
    }
    const ids = live.map((frame) => frame.id);
    expect(ids).toEqual(ids.toSorted((left, right) => (left ?? 0) - (right ?? 0)));
    expect(new Set(ids).size).toBe(ids.length);

    const history = (await (await ask.history(sessionId)).json()) as { messages: { role: string; content: string }[] };
    const answer = history.messages.at(-1)?.content ?? "";
    expect(textOf(live)).toBe(answer);

    await waitUntil(async () => (await countEvents(runId, "text.delta")) === 1);
    const whole = await readFrames(await ask.events(runId));
    expect(textOf(whole)).toBe(answer);
    const cuts = live.flatMap((frame) => (frame.id === undefined ? [] : [frame.id]));
    for (const cut of cuts.slice(0, -1)) {
      const before = live.filter((frame) => frame.id !== undefined && frame.id <= cut);
      const after = await readFrames(await ask.events(runId, { lastEventId: String(cut) }));
      expect(textOf(before) + textOf(after)).toBe(answer);
      expect(after.at(-1)?.data.type).toBe("RUN_FINISHED");
    }
    expect((await ask.events(runId, { lastEventId: String(cuts.at(-1)) })).status).toBe(204);
  });

  it.each(["-1", "abc", "9223372036854775808", "999999", "1".repeat(10_000)])(
    "F-28 refuses the place %.20s that it never gave out",
    async (lastEventId) => {
      const { run_id: runId } = (await (await ask.run({ app_code: "score-router", message: "x" })).json()) as {
        run_id: string;
      };
      await waitForEnd(runId);
      expect((await ask.events(runId, { lastEventId })).status).toBe(400);
    },
  );

  it("the session's stream ends when nothing answers it any more", async () => {
    const { run_id: runId, session_id: sessionId } = (await (
      await ask.run({ app_code: "score-router", message: "x" })
    ).json()) as Record<string, string>;
    const frames = await readFrames(await ask.sessionEvents(sessionId ?? ""));
    expect(frames.at(-1)?.data.type).toBe("RUN_FINISHED");
    await waitForEnd(runId ?? "");
    expect((await ask.events("not-a-run")).status).toBe(404);
  });
});

describe("the edge", () => {
  it.each([
    ["F-71 another host name", { host: "evil.example" }, 403],
    ["F-70 another site", { "sec-fetch-site": "cross-site" }, 403],
    ["F-70 another origin", { origin: "https://evil.example" }, 403],
    ["F-70 a null origin", { origin: "null" }, 403],
    ["a form's content type", { "content-type": "text/plain" }, 400],
    ["another tenant", { "x-tenant-id": "other" }, 404],
  ])("%s is refused before anything is written", async (_what, headers, status) => {
    const before = await countRuns();
    const answer = await ask.run({ app_code: "score-router", message: "x" }, headers);
    expect(answer.status).toBe(status);
    expect(await countRuns()).toBe(before);
  });

  it("V-15 V-19 refuses fields that it does not know, a graph to run among them", async () => {
    for (const extra of [{ dsl: {} }, { nodes: [] }, { tenant_id: "x" }, { config: { code: "1" } }]) {
      expect((await ask.run({ app_code: "score-router", message: "x", ...extra })).status).toBe(400);
    }
  });

  it("F-69 another tenant in the query does not exist, and the header wins over the query", async () => {
    const history = (headers: Record<string, string>) =>
      getHistory(
        new Request(`${origin}/api/v1/agent/sessions/none/history?tenant_id=other`, {
          headers: { host: "127.0.0.1:3000", ...headers },
        }),
        { params: Promise.resolve({ sessionId: "none" }) },
      );
    expect(await (await history({})).json()).toMatchObject({ code: "not_found", detail: "There is no such tenant." });
    expect(await (await history({ "x-tenant-id": "public" })).json()).toMatchObject({
      detail: "There is no such session.",
    });
  });

  it("echoes the request id", async () => {
    const answer = await ask.run({ app_code: "nothing", message: "x" }, { "x-request-id": "my-request-7" });
    expect(answer.headers.get("x-request-id")).toBe("my-request-7");
    expect(await answer.json()).toMatchObject({ request_id: "my-request-7" });
  });
});
