import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/server/db";
import { readBranch } from "@/server/services/sessions/read-branch";
import { editMessage, regenerateAnswer } from "@/server/services/sessions/answer-again";
import { getSession, type SessionDetail } from "@/server/services/sessions/get-session";
import { switchBranch } from "@/server/services/sessions/switch-branch";
import { startAppRun } from "@/server/services/runs/start-run";
import type { Principal } from "@/server/services/access/principal";
import { principal, publish, runApp, runStudio, waitForEnd } from "@/server/testing/studio";

runStudio();

let appCode = "";
beforeAll(async () => {
  const published = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "say", type: "answer", config: { template: "About {{ inputs.query }} after {{ session.transcript }}." } },
    ],
    edges: [{ source: "start", target: "say" }],
  });
  appCode = published.appCode;
});

const said = (session: SessionDetail) => session.messages.map((message) => message.content);
const reload = (sessionId: string) => getSession(principal, sessionId);
const messageOf = (session: SessionDetail, content: string) =>
  session.messages.find((message) => message.content === content) ?? { id: "", seq: 0, variants: null };

async function edit(session: SessionDetail, content: string, message: string): Promise<SessionDetail> {
  const { id } = messageOf(session, content);
  const { runId } = await editMessage(principal, { sessionId: session.id, messageId: id, message, inputs: {} });
  await waitForEnd(runId);
  return reload(session.id);
}

async function twoTurns(): Promise<SessionDetail> {
  const { sessionId } = await runApp(appCode, { message: "one" });
  await runApp(appCode, { message: "two", sessionId });
  return reload(sessionId);
}

describe("editing a message", () => {
  it("begins a branch beside it that knows nothing of what it replaces, and keeps that", async () => {
    const before = await twoTurns();
    const after = await edit(before, "one", "uno");
    expect(said(after)).toEqual(["uno", "About uno after ."]);
    expect(messageOf(after, "uno").variants).toMatchObject({ shown: 1 });
    expect(after.runs).toHaveLength(1);

    const [first] = messageOf(after, "uno").variants?.all ?? [];
    await switchBranch(principal, { sessionId: after.id, seq: first?.seq ?? 0, isEnd: false });
    const back = await reload(after.id);
    expect(said(back)).toEqual(said(before));
    expect(back.runs.map((run) => run.id)).toEqual(before.runs.map((run) => run.id));
  });

  it("keeps what came before it, in the conversation and in what the run is told", async () => {
    const after = await edit(await twoTurns(), "two", "zwei");
    expect(said(after).slice(0, 3)).toEqual(["one", "About one after .", "zwei"]);
    expect(said(after)[3]).toContain("user: one");
    expect(said(after)[3]).not.toContain("user: two");
    expect(after.title).toBe("one");
  });
});

describe("answering again", () => {
  it("answers the same message on a branch of its own, and both answers can be shown", async () => {
    const before = await twoTurns();
    const { runId } = await regenerateAnswer(principal, { runId: before.runs[0]?.id ?? "" });
    await waitForEnd(runId);
    const after = await reload(before.id);
    expect(said(after)).toEqual(["one", "About one after ."]);
    expect(after.runs.map((run) => run.id)).toEqual([runId]);
    expect(after.runs[0]?.variants).toMatchObject({ shown: 1, all: [{ isEnd: false }, { isEnd: false }] });
    expect(after.messages.filter((message) => message.role === "user")).toHaveLength(1);

    const { seq = 0 } = after.runs[0]?.variants?.all[0] ?? {};
    await switchBranch(principal, { sessionId: after.id, seq, isEnd: false });
    expect(said(await reload(after.id))).toEqual(said(before));
    expect(await readBranch({ tenantId: principal.tenantId, sessionId: after.id }, { take: 10 })).toHaveLength(4);
  });

  it("goes on from the branch that is shown", async () => {
    const before = await twoTurns();
    await waitForEnd((await regenerateAnswer(principal, { runId: before.runs[0]?.id ?? "" })).runId);
    await runApp(appCode, { message: "three", sessionId: before.id });
    const after = await reload(before.id);
    expect(said(after)).toEqual(["one", "About one after .", "three", expect.stringContaining("About three")]);
    expect(said(after)[3]).not.toContain("two");
  });

  it("a failed answer is tried again without saying the message twice", async () => {
    const { appCode: failing } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "fail", type: "code", config: { language: "javascript", code: "throw new Error('no')" } },
        { id: "say", type: "answer", config: { template: "x" } },
      ],
      edges: [
        { source: "start", target: "fail" },
        { source: "fail", target: "say" },
      ],
    });
    const { sessionId, id } = await runApp(failing, { message: "hello" });
    const again = await regenerateAnswer(principal, { runId: id });
    await waitForEnd(again.runId);
    const session = await reload(sessionId);
    expect(said(session)).toEqual(["hello"]);
    expect(session.runs).toMatchObject([{ id: again.runId, status: "failed", variants: null }]);
  });

  it("the same request sent twice begins one run", async () => {
    const before = await twoTurns();
    const request = { runId: before.runs[1]?.id ?? "", idempotencyKey: "again-1" };
    const first = await regenerateAnswer(principal, request);
    const second = await regenerateAnswer(principal, request);
    expect(second).toMatchObject({ runId: first.runId, isReplay: true });
    await waitForEnd(first.runId);
  });
});

describe("what is refused", () => {
  it("409 while the conversation is being answered: to switch, to edit and to answer again", async () => {
    const session = await twoTurns();
    await db.run.update({ where: { id: session.runs[1]?.id ?? "" }, data: { status: "running" } });
    const { id, seq } = messageOf(session, "one");
    const refused = { code: "run_active", status: 409 };
    await expect(switchBranch(principal, { sessionId: session.id, seq, isEnd: true })).rejects.toMatchObject(refused);
    await expect(
      editMessage(principal, { sessionId: session.id, messageId: id, message: "x", inputs: {} }),
    ).rejects.toMatchObject(refused);
    await expect(regenerateAnswer(principal, { runId: session.runs[0]?.id ?? "" })).rejects.toMatchObject(refused);
    await db.run.update({ where: { id: session.runs[1]?.id ?? "" }, data: { status: "completed" } });
  });

  it("a place that is not in the conversation, also one of another conversation", async () => {
    const session = await twoTurns();
    const other = await twoTurns();
    const notFound = { code: "not_found" };
    await expect(switchBranch(principal, { sessionId: session.id, seq: 99, isEnd: false })).rejects.toMatchObject(
      notFound,
    );
    const { id } = messageOf(other, "one");
    await expect(
      editMessage(principal, { sessionId: session.id, messageId: id, message: "x", inputs: {} }),
    ).rejects.toMatchObject(notFound);
    await expect(
      startAppRun(principal, { source: "chat", sessionId: session.id, inputs: {}, message: "x", afterSeq: 99 }),
    ).rejects.toMatchObject(notFound);
    await expect(
      startAppRun(principal, { source: "chat", sessionId: session.id, inputs: {}, answersMessageId: id }),
    ).rejects.toMatchObject(notFound);
    expect(said(await reload(session.id))).toEqual(said(session));
  });

  it("F-69 anything by somebody else", async () => {
    const session = await twoTurns();
    const stranger: Principal = { ...principal, personId: "stranger" };
    const { id, seq } = messageOf(session, "one");
    for (const attempt of [
      () => switchBranch(stranger, { sessionId: session.id, seq, isEnd: true }),
      () => editMessage(stranger, { sessionId: session.id, messageId: id, message: "x", inputs: {} }),
      () => regenerateAnswer(stranger, { runId: session.runs[0]?.id ?? "" }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
