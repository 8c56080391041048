import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { routeRequest } from "@/server/testing/route-request";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("@/server/testing/scripted-model");
  return startScriptedModel();
});

const { db } = await import("@/server/db");
const { startServer } = await import("@/server/testing/http-server");
const { localPersonId, localTenantId } = await import("@/server/services/access/principal");
const { getSession } = await import("@/server/services/sessions/get-session");
const { changeExperience } = await import("@/server/services/experiences/experiences");
const { principal, publish, runStudio, waitForEnd, waitUntil } = await import("@/server/testing/studio");
const create = await import("./route");
const running = await import("./running/route");
const run = await import("./[traceId]/run/route");
const stop = await import("./[traceId]/stop/route");
const reflect = await import("./[traceId]/reflect/route");
const watch = await import("./[traceId]/watch/route");
const experiences = await import("../experiences/route");

runStudio();
afterAll(() => model.server.close());
beforeEach(() => {
  model.script((messages) => `re: ${messages.at(-1)?.content}`);
});

const chat: Draft = {
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "think", type: "llm", config: { prompt: "{{ inputs.query }}" } },
    { id: "say", type: "answer", config: { template: "{{ nodes.think.text }}" } },
  ],
  edges: [
    { source: "start", target: "think" },
    { source: "think", target: "say" },
  ],
};

const params = (traceId: string) => ({ params: Promise.resolve({ traceId }) });
const post = (path: string, body?: unknown) => routeRequest(`/api/v1/traces${path}`, { method: "POST", body });
const user = (content: string) => ({ messages: [{ role: "user", content }] });

interface Accepted {
  trace_id: string;
  run_id: string;
  created: boolean;
}

async function accepted(response: Promise<Response>): Promise<Accepted> {
  const answer = await response;
  expect(answer.status).toBe(202);
  const body = (await answer.json()) as Accepted;
  await waitForEnd(body.run_id);
  return body;
}

async function refusal(response: Promise<Response>): Promise<{ status: number; code: string }> {
  const answer = await response;
  const { code } = (await answer.json()) as { code: string };
  return { status: answer.status, code };
}

const begin = (appCode: string, content: string) =>
  accepted(create.POST(post("", { app_code: appCode, ...user(content) })));
const go = (traceId: string, body: object) => accepted(run.POST(post(`/${traceId}/run`, body), params(traceId)));
const shown = async (traceId: string) => (await getSession(principal, traceId)).messages;
const said = async (traceId: string) => (await shown(traceId)).map((message) => message.content);

describe("a trace", () => {
  it("is a session with its first run, and goes on with what is said next", async () => {
    const { appCode } = await publish(chat);
    const first = await begin(appCode, "one");
    expect(first.created).toBe(true);
    const second = await go(first.trace_id, user("two"));
    expect(second).toMatchObject({ trace_id: first.trace_id, created: false });
    expect(await said(first.trace_id)).toEqual(["one", "re: one", "two", "re: two"]);
  });

  it("goes back to a message and on from there, keeping what came after on a branch of its own", async () => {
    const { appCode } = await publish(chat);
    const { trace_id: id } = await begin(appCode, "one");
    const answer = (await shown(id))[1]?.id;
    await go(id, user("two"));
    await go(id, { ...user("three"), insert_after: answer });
    expect(await said(id)).toEqual(["one", "re: one", "three", "re: three"]);
    const edited = (await shown(id))[2];
    expect(edited?.variants?.all).toHaveLength(2);
  });

  it("answers once more where nothing new is said, also an earlier message", async () => {
    const { appCode } = await publish(chat);
    const { trace_id: id } = await begin(appCode, "one");
    await go(id, user("two"));
    model.script(() => "another answer");
    await go(id, {});
    expect(await said(id)).toEqual(["one", "re: one", "two", "another answer"]);
    const firstQuestion = (await shown(id))[0]?.id;
    await go(id, { insert_after: firstQuestion });
    expect(await said(id)).toEqual(["one", "another answer"]);
  });

  it("cuts behind the results of a message's calls, so that no call is left unanswered", async () => {
    const target = await startServer((_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end("{}"),
    );
    const look = { name: "look", description: "", parameters: { type: "object", properties: {} }, url: target.url };
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "ask", type: "agent", config: { prompt: "{{ inputs.query }}", tools: [look] } },
        { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
      ],
      edges: [
        { source: "start", target: "ask" },
        { source: "ask", target: "say" },
      ],
    });
    model.script((messages) =>
      messages.some((message) => message.role === "tool")
        ? "looked"
        : [
            { name: "look", arguments: {} },
            { name: "look", arguments: {} },
          ],
    );
    const { trace_id: id } = await begin(appCode, "look twice");
    const calling = (await shown(id))[1];
    expect(calling?.toolCalls).toHaveLength(2);
    await go(id, { ...user("and now?"), insert_after: calling?.id });
    expect((await shown(id)).slice(0, 5).map((message) => message.role)).toEqual([
      "user",
      "assistant",
      "tool",
      "tool",
      "user",
    ]);
    await target.close();
  });

  it("is refused with 409 while it runs, can be stopped, and is listed as running until then", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = await startServer((_request, response) => void held.then(() => response.end("{}")));
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "slow", type: "tool", config: { method: "POST", url: slow.url } },
        { id: "say", type: "answer", config: { template: "done" } },
      ],
      edges: [
        { source: "start", target: "slow" },
        { source: "slow", target: "say" },
      ],
    });
    const answer = await create.POST(post("", { app_code: appCode, ...user("go") }));
    const { trace_id: id, run_id: runId } = (await answer.json()) as Accepted;
    await waitUntil(() => slow.requests.length === 1);
    expect(await refusal(run.POST(post(`/${id}/run`, user("more")), params(id)))).toEqual({
      status: 409,
      code: "run_active",
    });
    expect(await refusal(reflect.POST(post(`/${id}/reflect`), params(id)))).toEqual({
      status: 409,
      code: "run_active",
    });
    const listed = (await (await running.GET(routeRequest("/api/v1/traces/running"))).json()) as { items: object[] };
    expect(listed.items).toMatchObject([
      { trace_id: id, run_id: runId, status: "running", app_code: appCode, title: "go" },
    ]);
    const stopped = await stop.POST(post(`/${id}/stop`), params(id));
    expect(await stopped.json()).toEqual({ trace_id: id, run_id: runId, status: "cancelled" });
    const after = (await (await running.GET(routeRequest("/api/v1/traces/running"))).json()) as { items: object[] };
    expect(after.items).toEqual([]);
    release();
    await slow.close();
  });

  it("can be watched from its beginning, and ends when nothing answers it any more", async () => {
    const { appCode } = await publish(chat);
    const { trace_id: id } = await begin(appCode, "one");
    const stream = await watch.GET(routeRequest(`/api/v1/traces/${id}/watch`), params(id));
    const text = await stream.text();
    expect(text).toContain('"type":"RUN_STARTED"');
    expect(text).toContain('"type":"RUN_FINISHED"');
  });

  it("does not exist for others, and without the message that is gone back to", async () => {
    const { appCode } = await publish(chat);
    const { trace_id: id } = await begin(appCode, "one");
    const absent = { status: 404, code: "not_found" };
    const other = (path: string) => routeRequest(`/api/v1/traces${path}?tenant_id=other`, { method: "POST", body: {} });
    expect(await refusal(run.POST(other(`/${id}/run`), params(id)))).toEqual(absent);
    expect(await refusal(stop.POST(other(`/${id}/stop`), params(id)))).toEqual(absent);
    expect(await refusal(reflect.POST(other(`/${id}/reflect`), params(id)))).toEqual(absent);
    expect(await refusal(run.POST(post(`/${id}/run`, { insert_after: "nothing" }), params(id)))).toEqual(absent);
    expect(await refusal(create.POST(post("", { app_code: "nothing" })))).toEqual(absent);
    expect(await refusal(create.POST(post("", { appCode: "x" })))).toEqual({ status: 400, code: "bad_request" });
  });
});

describe("reflecting on a trace", () => {
  it("keeps what was learned with the app, leaves the conversation as it was, and pays for it", async () => {
    const { appCode } = await publish(chat);
    const { trace_id: id } = await begin(appCode, "one");
    const before = await getSession(principal, id);
    model.script(() => "Ask for the order number first.");
    const reflection = await accepted(reflect.POST(post(`/${id}/reflect`), params(id)));
    const told = model.asked[0]?.map((message) => message.content).join("\n");
    expect(told).toContain("user: one");
    expect(told).toContain("assistant: re: one");
    await waitUntil(async () => (await db.experience.count({ where: { runId: reflection.run_id } })) === 1);
    const after = await getSession(principal, id);
    expect(after.messages).toEqual(before.messages);
    expect(after.messageCount).toBe(before.messageCount);
    expect(after.inputTokens).toBeGreaterThan(before.inputTokens);
    const page = (await (await experiences.GET(routeRequest(`/api/v1/experiences?app_code=${appCode}`))).json()) as {
      items: { id: string }[];
    };
    expect(page.items).toMatchObject([
      { app_code: appCode, run_id: reflection.run_id, text: "Ask for the order number first.", status: "active" },
    ]);

    // The conversation goes on where it was, with no other version of what is said next.
    await go(id, user("two"));
    expect((await shown(id)).every((message) => message.variants === null)).toBe(true);
  });

  it("gives what is pinned to the app's agents", async () => {
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "ask", type: "agent", config: { prompt: "{{ inputs.query }}", tools: [] } },
        { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
      ],
      edges: [
        { source: "start", target: "ask" },
        { source: "ask", target: "say" },
      ],
    });
    const { trace_id: id } = await begin(appCode, "one");
    model.script(() => "Be brief.");
    const reflection = await accepted(reflect.POST(post(`/${id}/reflect`), params(id)));
    await waitUntil(async () => (await db.experience.count({ where: { runId: reflection.run_id } })) === 1);
    const learned = await db.experience.findFirstOrThrow({ where: { runId: reflection.run_id } });
    await changeExperience(principal, learned.id, { status: "pinned" });
    model.script(() => "ok");
    await begin(appCode, "two");
    expect(model.asked[0]?.[0]).toMatchObject({ role: "system", content: expect.stringContaining("Be brief.") });
  });

  it("learns nothing where the model finds nothing, and puts the conversation back all the same", async () => {
    const { appCode } = await publish(chat);
    const { trace_id: id } = await begin(appCode, "one");
    const before = await said(id);
    model.script(() => "Nothing.");
    const { run_id: runId } = await accepted(reflect.POST(post(`/${id}/reflect`), params(id)));
    await waitUntil(async () => (await said(id)).length === before.length);
    expect(await said(id)).toEqual(before);
    expect(await db.experience.count({ where: { runId, tenantId: localTenantId, ownerId: localPersonId } })).toBe(0);
  });
});
