import { beforeAll, describe, expect, it } from "vitest";
import { GET as getHistory } from "@/app/api/v1/agent/sessions/[sessionId]/history/route";
import { GET as listMessages } from "@/app/api/v1/sessions/[sessionId]/messages/route";
import {
  DELETE as deleteSession,
  GET as getSession,
  PATCH as changeSession,
} from "@/app/api/v1/sessions/[sessionId]/route";
import { GET as listSessions, POST as createSession } from "@/app/api/v1/sessions/route";
import { db } from "@/server/db";
import { problemAnswer } from "@/server/http/contracts";
import { historyAnswer, messagePageAnswer, sessionAnswer, sessionPageAnswer } from "@/server/http/session-contracts";
import { newId } from "@/server/ids";
import { localPersonId, localTenantId } from "@/server/services/access/principal";
import { routeRequest } from "@/server/testing/route-request";
import { publish, runApp, runStudio } from "@/server/testing/studio";

runStudio();

const context = (sessionId: string) => ({ params: Promise.resolve({ sessionId }) });
const own = { appCode: "" };

const api = {
  create: (body: unknown) => createSession(routeRequest("/api/v1/sessions", { method: "POST", body })),
  list: (query = "") => listSessions(routeRequest(`/api/v1/sessions${query}`)),
  get: (id: string) => getSession(routeRequest(`/api/v1/sessions/${id}`), context(id)),
  change: (id: string, body: unknown) =>
    changeSession(routeRequest(`/api/v1/sessions/${id}`, { method: "PATCH", body }), context(id)),
  delete: (id: string) => deleteSession(routeRequest(`/api/v1/sessions/${id}`, { method: "DELETE" }), context(id)),
  messages: (id: string, query = "") =>
    listMessages(routeRequest(`/api/v1/sessions/${id}/messages${query}`), context(id)),
  history: (id: string) => getHistory(routeRequest(`/api/v1/agent/sessions/${id}/history`), context(id)),
};

async function create(body: Record<string, unknown> = {}) {
  const answer = await api.create({ app_code: own.appCode, ...body });
  expect(answer.status).toBe(201);
  return sessionAnswer.parse(await answer.json());
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, problemAnswer.parse(await answer.json()).code];
}

beforeAll(async () => {
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "say", type: "answer", config: { template: "You said {{ inputs.query }}" } },
    ],
    edges: [{ source: "start", target: "say" }],
  });
  own.appCode = appCode;
});

describe("sessions over REST", () => {
  it("are made, read, renamed and pinned, each answer as the contract says", async () => {
    const made = await create({ title: "  Returns  ", thread_id: "thread-returns" });
    expect(made).toMatchObject({ title: "Returns", app_code: own.appCode, source: "api", pinned: false });
    const changed = await api.change(made.id, { title: "Returns of May", pinned: true });
    expect(sessionAnswer.parse(await changed.json())).toMatchObject({ title: "Returns of May", pinned: true });
    expect(sessionAnswer.parse(await (await api.get(made.id)).json())).toMatchObject({ title: "Returns of May" });
  });

  it("go on by their id, and list their messages by pages from the newest to the first", async () => {
    const { id } = await create();
    for (const message of ["one", "two", "three"]) await runApp(own.appCode, { sessionId: id, message });
    const newest = messagePageAnswer.parse(await (await api.messages(id, "?limit=4")).json());
    expect(newest.items.map((message) => message.content)).toEqual(["two", "You said two", "three", "You said three"]);
    const first = messagePageAnswer.parse(
      await (await api.messages(id, `?limit=4&from_seq=${newest.older_from_seq}`)).json(),
    );
    expect(first.items.map((message) => message.content)).toEqual(["one", "You said one"]);
    expect(first.older_from_seq).toBeNull();
  });

  it("tell their history with the place where the stream goes on", async () => {
    const { id } = await create({ thread_id: "thread-history" });
    await runApp(own.appCode, { sessionId: id, message: "hello" });
    const history = historyAnswer.parse(await (await api.history(id)).json());
    expect(history).toMatchObject({ session_id: id, thread_id: "thread-history", head_seq: 2, interrupts: [] });
    expect(history.messages.map((message) => message.content)).toEqual(["hello", "You said hello"]);
    const last = await db.event.findFirst({ where: { sessionId: id }, orderBy: { seq: "desc" } });
    expect(history.last_event_seq).toBe(Number(last?.seq));
  });

  it("are listed last used first, every one once over all pages, also those of the same moment", async () => {
    const at = new Date("2031-01-01T00:00:00.000Z");
    const ids = Array.from({ length: 7 }, () => newId());
    await db.session.createMany({
      data: ids.map((id) => ({
        id,
        tenantId: localTenantId,
        ownerId: localPersonId,
        threadId: id,
        source: "chat",
        title: "same moment",
        updatedAt: at,
      })),
    });
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const query: string = `?q=same+moment&limit=3${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
      const page = sessionPageAnswer.parse(await (await api.list(query)).json());
      seen.push(...page.items.map((session) => session.id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(ids.toReversed());
    const others = sessionPageAnswer.parse(await (await api.list(`?app_code=${own.appCode}&q=same+moment`)).json());
    expect(others.items).toEqual([]);
  });

  it("take their messages and questions with them when they are deleted, and leave their thread id free", async () => {
    const { id } = await create({ thread_id: "thread-again" });
    const { id: runId } = await runApp(own.appCode, { sessionId: id, message: "hello" });
    await db.interrupt.create({
      data: {
        id: newId(),
        tenantId: localTenantId,
        ownerId: localPersonId,
        sessionId: id,
        runId,
        rootRunId: runId,
        workflowId: "any",
        nodeId: "ask",
        kind: "approval",
        reason: "tool_call",
        message: "May this be done?",
        responseSchema: {},
        fingerprint: "f",
        approvers: {},
        onExpiry: "reject",
      },
    });
    expect(historyAnswer.parse(await (await api.history(id)).json()).interrupts).toHaveLength(1);
    expect((await api.delete(id)).status).toBe(204);
    for (const ask of [api.get, api.delete, api.messages, api.history]) {
      expect(await codeOf(await ask(id))).toEqual([404, "not_found"]);
    }
    expect(await db.message.count({ where: { sessionId: id, deletedAt: null } })).toBe(0);
    expect(await db.interrupt.count({ where: { sessionId: id, status: "PENDING_APPROVAL" } })).toBe(0);
    await create({ thread_id: "thread-again" });
    expect(await codeOf(await api.create({ app_code: own.appCode, thread_id: "thread-again" }))).toEqual([
      409,
      "name_taken",
    ]);
  });

  it("F-69 of somebody else are not there, by any call", async () => {
    const id = newId();
    await db.session.create({
      data: { id, tenantId: localTenantId, ownerId: "colleague", threadId: id, source: "api", title: "theirs" },
    });
    for (const ask of [api.get, api.delete, api.messages, api.history]) {
      expect(await codeOf(await ask(id))).toEqual([404, "not_found"]);
    }
    expect(await codeOf(await api.change(id, { title: "mine" }))).toEqual([404, "not_found"]);
    expect(sessionPageAnswer.parse(await (await api.list("?q=theirs")).json()).items).toEqual([]);
  });

  it("V-15 refuse what they do not know or can not hold", async () => {
    const { id } = await create();
    for (const body of [
      {},
      { title: "" },
      { title: "x", owner_id: "me" },
      { pinned: "yes" },
      { title: "x".repeat(201) },
    ]) {
      expect(await codeOf(await api.change(id, body))).toEqual([400, "bad_request"]);
    }
    for (const body of [{}, { app_code: 5 }, { app_code: own.appCode, tenant_id: "x" }]) {
      expect(await codeOf(await api.create(body))).toEqual([400, "bad_request"]);
    }
    expect(await codeOf(await api.create({ app_code: "no-such-app" }))).toEqual([404, "not_found"]);
    for (const query of ["?limit=0", "?limit=101", "?cursor=abc", "?owner_id=me", "?limit=1&limit=2"]) {
      expect(await codeOf(await api.list(query))).toEqual([400, "bad_request"]);
    }
    expect(await codeOf(await api.messages(id, "?from_seq=99999999999"))).toEqual([400, "bad_request"]);
  });
});
