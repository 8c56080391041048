import { beforeAll, describe, expect, it } from "vitest";
import { GET as readApp } from "@/app/api/share/[shareKey]/route";
import { GET as readConversation } from "@/app/api/share/[shareKey]/conversation/route";
import { POST as enter } from "@/app/api/share/[shareKey]/enter/route";
import { POST as say } from "@/app/api/share/[shareKey]/messages/route";
import { GET as readEvents } from "@/app/api/share/[shareKey]/runs/[runId]/events/route";
import { POST as stop } from "@/app/api/share/[shareKey]/runs/[runId]/stop/route";
import { listRuns } from "@/server/services/runs/list-runs";
import { getSession } from "@/server/services/sessions/get-session";
import { listSessions } from "@/server/services/sessions/list-sessions";
import { changeShareSettings, getShareSettings } from "@/server/services/share/share-settings";
import { principal, publish, runStudio, waitForEnd, type Draft } from "@/server/testing/studio";

runStudio();

const draft: Draft = {
  settings: { opening: "Ask away." },
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "secret-step", type: "template-transform", config: { template: "inner words" } },
    { id: "say", type: "answer", config: { template: "You said {{ inputs.query }}." } },
  ],
  edges: [
    { source: "start", target: "secret-step" },
    { source: "secret-step", target: "say" },
  ],
};

async function share(password?: string): Promise<{ appCode: string; shareKey: string }> {
  const { appCode } = await publish(draft);
  const { shareKey } = await changeShareSettings(principal, { appCode, isShared: true, password });
  return { appCode, shareKey: shareKey ?? "" };
}

/** A browser as far as cookies go, at an address of its own. */
function visitor(shareKey: string, address = crypto.randomUUID()) {
  let cookie = "";
  const params = <More extends object>(more: More) => Promise.resolve({ shareKey, ...more });
  function request(method: string, body?: object, headers: Record<string, string> = {}): Request {
    return new Request(`http://127.0.0.1:3000/api/share/${shareKey}`, {
      method,
      headers: {
        host: "127.0.0.1:3000",
        "x-forwarded-for": address,
        ...(cookie ? { cookie } : {}),
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : undefined,
    });
  }
  function keep(response: Response): Response {
    const [pair] = response.headers.get("set-cookie")?.split(";") ?? [];
    if (pair) cookie = pair;
    return response;
  }
  return {
    app: () => readApp(request("GET"), { params: params({}) }),
    conversation: () => readConversation(request("GET"), { params: params({}) }),
    enter: async (password: string) => keep(await enter(request("POST", { password }), { params: params({}) })),
    say: async (message: string, more: object = {}, headers: Record<string, string> = {}) =>
      keep(await say(request("POST", { message, ...more }, headers), { params: params({}) })),
    events: (runId: string) => readEvents(request("GET"), { params: params({ runId }) }),
    stop: (runId: string) => stop(request("POST", {}), { params: params({ runId }) }),
  };
}

async function accepted(response: Response): Promise<{ run_id: string; session_id: string }> {
  expect(response.status).toBe(202);
  return (await response.json()) as { run_id: string; session_id: string };
}

const problemOf = async (response: Response) => (await response.json()) as { code: string };

describe("a shared app", () => {
  it("is off until its owner shares it, and an old link leads nowhere", async () => {
    const { appCode } = await publish(draft);
    expect(await getShareSettings(principal, appCode)).toMatchObject({ shareKey: null, hasPassword: false });
    const first = await changeShareSettings(principal, { appCode, isShared: true });
    expect((await visitor(first.shareKey ?? "").app()).status).toBe(200);
    const second = await changeShareSettings(principal, { appCode, hasNewAddress: true });
    expect(second.shareKey).not.toBe(first.shareKey);
    expect((await visitor(first.shareKey ?? "").app()).status).toBe(404);
    await changeShareSettings(principal, { appCode, isShared: false });
    expect((await visitor(second.shareKey ?? "").app()).status).toBe(404);
    for (const key of ["", "x", "../../etc", "a".repeat(22)]) expect((await visitor(key).app()).status).toBe(404);
  });

  it("F-69 can be shared and changed by its owner alone", async () => {
    const { appCode } = await share();
    const stranger = { ...principal, personId: "stranger" };
    await expect(getShareSettings(stranger, appCode)).rejects.toMatchObject({ code: "not_found" });
    await expect(changeShareSettings(stranger, { appCode, isShared: false })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("answers a visitor, and tells nothing of how", async () => {
    const { shareKey } = await share();
    const guest = visitor(shareKey);
    expect(await (await guest.app()).json()).toMatchObject({ opening: "Ask away.", inputs: [{ name: "query" }] });
    expect(await (await guest.conversation()).json()).toBeNull();
    const { run_id: runId, session_id: sessionId } = await accepted(await guest.say("hello"));
    const run = await waitForEnd(runId);
    expect(run).toMatchObject({ status: "completed", source: "share" });

    const stream = await (await guest.events(runId)).text();
    expect(stream).toContain("You said hello.");
    expect(await (await guest.conversation()).json()).toEqual({
      sessionId,
      turns: [
        expect.objectContaining({
          runId,
          userText: "hello",
          messages: [{ id: expect.any(String), text: "You said hello." }],
        }),
      ],
    });
    for (const told of [stream, JSON.stringify(await (await guest.conversation()).json())]) {
      expect(told).not.toContain("secret-step");
      expect(told).not.toContain("inner words");
      expect(told).not.toContain("signalbox");
    }
  });

  it("goes on with the visitor's own conversation, and keeps visitors apart", async () => {
    const { shareKey } = await share();
    const [ann, bob] = [visitor(shareKey), visitor(shareKey)];
    const { run_id: runId, session_id: sessionId } = await accepted(await ann.say("from Ann"));
    await waitForEnd(runId);
    await waitForEnd((await accepted(await ann.say("again", { session_id: sessionId }))).run_id);
    const { turns } = (await (await ann.conversation()).json()) as { turns: unknown[] };
    expect(turns).toHaveLength(2);

    await waitForEnd((await accepted(await bob.say("from Bob"))).run_id);
    expect(JSON.stringify(await (await bob.conversation()).json())).not.toContain("Ann");
    expect((await bob.say("in Ann's", { session_id: sessionId })).status).toBe(404);
    expect((await bob.events(runId)).status).toBe(404);
    expect((await bob.stop(runId)).status).toBe(404);
    expect((await visitor(shareKey).events(runId)).status).toBe(404);
  });

  it("shows its runs to the owner, and the conversations to nobody but the visitor", async () => {
    const { shareKey } = await share();
    const { run_id: runId, session_id: sessionId } = await accepted(await visitor(shareKey).say("private"));
    await waitForEnd(runId);
    expect((await listRuns(principal, { source: "share" })).items.map((run) => run.id)).toContain(runId);
    expect((await listSessions(principal, {})).map((session) => session.id)).not.toContain(sessionId);
    await expect(getSession(principal, sessionId)).rejects.toMatchObject({ code: "not_found" });
  });

  it("begins one run for a message that is sent twice", async () => {
    const { shareKey } = await share();
    const guest = visitor(shareKey);
    await waitForEnd((await accepted(await guest.say("first"))).run_id);
    const key = { "idempotency-key": "one" };
    const once = await accepted(await guest.say("twice", {}, key));
    expect((await accepted(await guest.say("twice", {}, key))).run_id).toBe(once.run_id);
  });

  it("F-70 refuses what another site asks for", async () => {
    const { shareKey } = await share();
    const response = await visitor(shareKey).say("hello", {}, { "sec-fetch-site": "cross-site" });
    expect(response.status).toBe(403);
  });
});

describe("a password", () => {
  const password = "open sesame";
  let locked: Awaited<ReturnType<typeof share>>;
  beforeAll(async () => {
    locked = await share(password);
  });

  it("stands before everything, and a changed one shuts everybody out", async () => {
    const { shareKey, appCode } = locked;
    const guest = visitor(shareKey);
    for (const ask of [guest.app, guest.conversation, () => guest.say("hello"), () => guest.events("x")]) {
      const response = await ask();
      expect(response.status).toBe(401);
      expect(await problemOf(response)).toMatchObject({ code: "password_required" });
    }
    expect((await guest.enter("wrong password")).status).toBe(401);
    expect((await guest.app()).status).toBe(401);
    expect((await guest.enter(password)).status).toBe(204);
    expect((await guest.app()).status).toBe(200);
    await waitForEnd((await accepted(await guest.say("inside"))).run_id);

    await changeShareSettings(principal, { appCode, password: "another one" });
    expect((await guest.conversation()).status).toBe(401);
    expect((await guest.enter("another one")).status).toBe(204);
    expect(JSON.stringify(await (await guest.conversation()).json())).toContain("inside");
    await changeShareSettings(principal, { appCode, password });
  });

  it("can not be guessed quickly: tries are counted by address and say when to come back", async () => {
    const guest = visitor(locked.shareKey, "203.0.113.7");
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await guest.enter("guess")).status).toBe(401);
    const refused = await guest.enter(password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(refused)).toMatchObject({ code: "rate_limited" });
    expect((await visitor(locked.shareKey).enter(password)).status).toBe(204);
  });
});

it("starts of one visitor are limited", async () => {
  const { shareKey } = await share();
  const guest = visitor(shareKey);
  const statuses: number[] = [];
  // Where it is slow, starts become free again meanwhile.
  for (let count = 0; count < 40 && statuses.at(-1) !== 429; count += 1) {
    const response = await guest.say(`message ${count}`);
    statuses.push(response.status);
    if (response.status === 202) await waitForEnd(((await response.json()) as { run_id: string }).run_id);
    else expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect(statuses.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 202));
  expect(statuses.at(-1)).toBe(429);
});
