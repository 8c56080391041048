import { afterAll, describe, expect, it, vi } from "vitest";
import type { ServerResponse } from "node:http";

interface Asked {
  model: string;
  messages: { role: string; content: unknown }[];
}

/** A model server; it must listen before the provider reads its address. */
const provider = await vi.hoisted(async () => {
  const { startServer } = await import("../../server/testing/http-server");
  const asked: Asked[] = [];
  const behaviour = { refusesParts: false };
  const server = await startServer((_request, response: ServerResponse) => {
    const body = JSON.parse(server.requests.at(-1)?.body ?? "{}") as Asked;
    asked.push(body);
    const hasMedia = JSON.stringify(body.messages).includes('"image_url"');
    if (behaviour.refusesParts && hasMedia) {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "image_url is not supported" } }));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const choice = { index: 0, delta: { content: "Seen." }, finish_reason: "stop" };
    response.end(`data: ${JSON.stringify({ model: body.model, choices: [choice] })}\n\ndata: [DONE]\n\n`);
  });
  process.env.OPENAI_BASE_URL = `${server.url}/v1`;
  process.env.OPENAI_API_KEY = "sk-test-0123456789abcdef";
  process.env.SIGNALBOX_DEFAULT_MODEL = "gpt-4.1-mini";
  return { server, asked, behaviour };
});

const { db } = await import("@/server/db");
const { getAttachment, keepAttachment, removeAttachment } =
  await import("@/server/services/attachments/keep-attachment");
const { startAppRun } = await import("@/server/services/runs/start-run");
const { editMessage } = await import("@/server/services/sessions/answer-again");
const { getSession } = await import("@/server/services/sessions/get-session");
const { principal, publish, runStudio, storedTrace, waitForEnd } = await import("@/server/testing/studio");

runStudio();
afterAll(() => provider.server.close());

const owner = { tenantId: principal.tenantId, ownerId: principal.personId };
const stranger = { ...owner, ownerId: "stranger" };
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const text = (content: string) => new TextEncoder().encode(content);
const keep = (name: string, bytes: Uint8Array<ArrayBuffer>) => keepAttachment(owner, { name, bytes });

async function ask(attachmentIds: string[], config = {}, type = "llm") {
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "ask", type, config: { system_prompt: "Look.", prompt: "{{ inputs.query }}", ...config } },
      { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
    ],
    edges: [
      { source: "start", target: "ask" },
      { source: "ask", target: "say" },
    ],
  });
  provider.asked.length = 0;
  const accepted = await startAppRun(principal, {
    appCode,
    source: "chat",
    inputs: {},
    message: "What is it?",
    attachmentIds,
  });
  return { ...accepted, run: await waitForEnd(accepted.runId) };
}

const shownTo = (call: number) => provider.asked[call]?.messages.at(-1)?.content;

describe("files of a message", () => {
  it("go to the model inside the request, in their order, and are shown in the history", async () => {
    const image = await keep("chart.png", png);
    const csv = await keep("C:\\data\\sales.csv", text("a,b\n1,2"));
    const pdf = await keep("paper.pdf", text("%PDF-1.7"));
    const { run, sessionId } = await ask([csv.id, image.id, pdf.id]);
    expect(run).toMatchObject({ status: "completed", result: "Seen." });
    expect(shownTo(0)).toEqual([
      { type: "text", text: 'The file "sales.csv":\na,b\n1,2' },
      { type: "image_url", image_url: { url: `data:image/png;base64,${Buffer.from(png).toString("base64")}` } },
      {
        type: "file",
        file: { filename: "paper.pdf", file_data: expect.stringMatching(/^data:application\/pdf;base64,/) },
      },
      { type: "text", text: "What is it?" },
    ]);
    const session = await getSession(principal, sessionId);
    expect(session.messages[0]?.attachments).toEqual([csv, image, pdf]);
    expect(csv).toMatchObject({ name: "sales.csv", kind: "text", sizeBytes: 7 });
    const trace = await storedTrace(run.id);
    expect(trace).toContain("chart.png");
    expect(trace).not.toContain(Buffer.from(png).toString("base64"));
  });

  it("go to an agent in each of its rounds", async () => {
    const { id } = await keep("notes.txt", text("the notes"));
    const { run } = await ask([id], {}, "agent");
    expect(run).toMatchObject({ status: "completed", result: "Seen." });
    expect(JSON.stringify(shownTo(0))).toContain("the notes");
  });

  it("stay away from a node that does not use them", async () => {
    const { id } = await keep("notes.txt", text("secret notes"));
    await ask([id], { use_files: false });
    expect(shownTo(0)).toBe("What is it?");
  });

  it("that a model can not open are named to it instead, from then on at once", async () => {
    provider.behaviour.refusesParts = true;
    const { id } = await keep("chart.png", png);
    const { run } = await ask([id], { model: "blind-model" });
    expect(run).toMatchObject({ status: "completed", result: "Seen." });
    expect(provider.asked).toHaveLength(2);
    expect(JSON.stringify(shownTo(1))).toMatch(/chart\.png.*can not open/);
    await ask([(await keep("other.png", png)).id], { model: "blind-model" });
    expect(provider.asked).toHaveLength(1);
    provider.behaviour.refusesParts = false;
  });

  it("stay with a message that is edited", async () => {
    const { id } = await keep("notes.txt", text("the notes"));
    const { sessionId } = await ask([id]);
    const before = await getSession(principal, sessionId);
    const { runId } = await editMessage(principal, {
      sessionId,
      messageId: before.messages[0]?.id ?? "",
      message: "And now?",
      inputs: {},
      attachmentIds: [id],
    });
    await waitForEnd(runId);
    expect((await getSession(principal, sessionId)).messages[0]).toMatchObject({
      content: "And now?",
      attachments: [{ id }],
    });
  });
});

describe("what is refused", () => {
  it("F-69 files of somebody else or of another conversation, before anything is written", async () => {
    const mine = await keep("mine.txt", text("mine"));
    await expect(getAttachment(stranger, mine.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(removeAttachment(stranger, mine.id)).rejects.toMatchObject({ code: "not_found" });
    const theirs = await keepAttachment(stranger, { name: "theirs.txt", bytes: text("theirs") });
    await expect(ask([theirs.id])).rejects.toMatchObject({ code: "not_found" });
    await ask([mine.id]);
    const sessions = await db.session.count();
    await expect(ask([mine.id])).rejects.toMatchObject({ code: "not_found" });
    expect(await db.session.count()).toBe(sessions);
  });

  it("a file that is not what its name says", async () => {
    const program = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
    await expect(keep("photo.png", program)).rejects.toMatchObject({ code: "unsupported_file", status: 415 });
  });

  it("to remove what was sent, and to pile up what never is", async () => {
    const sent = await keep("sent.txt", text("sent"));
    await ask([sent.id]);
    await expect(removeAttachment(owner, sent.id)).rejects.toMatchObject({ code: "not_found" });
    const hoarder = { ...owner, ownerId: "hoarder" };
    const add = () => keepAttachment(hoarder, { name: "a.txt", bytes: text("a") });
    const kept = [];
    for (let count = 0; count < 32; count += 1) kept.push(await add());
    await expect(add()).rejects.toMatchObject({ code: "rate_limited" });
    await removeAttachment(hoarder, kept[0]?.id ?? "");
    await db.attachment.update({
      where: { id: kept[1]?.id ?? "" },
      data: { createdAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await add();
    expect(await db.attachment.count({ where: { ownerId: "hoarder" } })).toBe(31);
  });
});

it("a name can not break the line that it is told in", async () => {
  const { name } = await keep('../../etc/pass\r\nwd\u202e"gnp.exe', text("x"));
  expect(name).toBe('passwd"gnp.exe');
});
