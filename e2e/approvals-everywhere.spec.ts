import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { ApprovalCard } from "./fixtures/approval-cards";
import { inLine, refundAgent, refundProposal, refundRequest } from "./fixtures/gated-drafts";
import { studioApi } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

test.use({ actionTimeout: 10_000 });

async function postJson(url: string, body: object): Promise<Response> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} was refused: ${response.status} ${await response.text()}`);
  return response;
}

/** What an MCP client is told, and the run that it was told of. */
async function callByMcp(origin: string, name: string): Promise<{ text: string; runId: string }> {
  const client = new Client({ name: "journey", version: "1" }, { versionNegotiation: { mode: "legacy" } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/api/v1/mcp`)));
  const { content, _meta } = await client.callTool({ name, arguments: { query: refundRequest } });
  await client.close();
  const told = _meta?.["signalbox/run"] as { runId: string } | undefined;
  return {
    text: content.map((part) => (part.type === "text" ? part.text : "")).join(""),
    runId: told?.runId ?? "",
  };
}

test("H-01 a gated call waits for a person whichever way its workflow is run, and is made once where one agrees", async ({
  page,
  baseURL,
  receiver,
}) => {
  const origin = String(baseURL);
  const api = studioApi(origin);
  const workflowId = await api.create("Refunds from everywhere", refundAgent(`${receiver.origin}/everywhere`));
  const code = await api.publish(workflowId);
  const waiting = new Map<string, string>();

  await test.step("REST", async () => {
    waiting.set("REST", (await api.runUntilAsked(code, refundRequest)).runId);
    const trace = await postJson(`${origin}/api/v1/traces`, {
      app_code: code,
      messages: [{ role: "user", content: refundRequest }],
    });
    const { run_id: runId } = (await trace.json()) as { run_id: string };
    await api.readRun(runId);
    waiting.set("trace", runId);
  });

  await test.step("chat", async () => {
    const { runId } = await api.trpc.sessions.send.mutate({ appCode: code, message: refundRequest });
    await api.readRun(runId);
    waiting.set("chat", runId);
  });

  await test.step("AG-UI", async () => {
    const response = await postJson(`${origin}/api/v1/agui/${code}`, {
      threadId: crypto.randomUUID(),
      runId: crypto.randomUUID(),
      state: {},
      messages: [{ id: crypto.randomUUID(), role: "user", content: refundRequest }],
      tools: [],
      context: [],
      forwardedProps: {},
    });
    const last = (await response.text())
      .trim()
      .split("\n")
      .findLast((line) => line.startsWith("data: "));
    expect(JSON.parse(last?.slice("data: ".length) ?? "")).toMatchObject({
      type: "RUN_FINISHED",
      outcome: { type: "interrupt", interrupts: [{ reason: "tool_call" }] },
    });
    waiting.set("AG-UI", response.headers.get("x-run-id") ?? "");
  });

  await test.step("MCP", async () => {
    await api.trpc.tools.serveApp.mutate({ code, isServed: true });
    const { text, runId } = await callByMcp(origin, code);
    expect(text).toMatch(/waits for a person\. .* Decide at http:\/\/\S+\/approvals\/\S+/);
    waiting.set("MCP", runId);
  });

  await test.step("the shared page, whose visitor's question is its owner's to decide", async () => {
    const { shareKey } = await api.trpc.share.change.mutate({ appCode: code, isShared: true });
    const said = await postJson(`${origin}/api/share/${shareKey}/messages`, { message: refundRequest });
    const { run_id: runId } = (await said.json()) as { run_id: string };
    await api.readRun(runId);
    waiting.set("shared page", runId);
  });

  await test.step("another workflow", async () => {
    const outer = inLine(
      { id: "sub", type: "sub-workflow", config: { app_code: code, inputs: { query: "{{ inputs.query }}" } } },
      { id: "say", type: "answer", config: { template: "{{ nodes.sub.text }}" } },
    );
    const outerCode = await api.publish(await api.create("Refunds inside", outer));
    waiting.set("another workflow", (await api.runUntilAsked(outerCode, refundRequest)).runId);
  });

  const questions = await Promise.all(
    [...waiting].map(async ([way, runId]) => [way, await api.questionsOf(runId)] as const),
  );
  expect(questions.map(([way, asked]) => [way, asked.map(({ status, proposal }) => ({ status, proposal }))])).toEqual(
    questions.map(([way]) => [way, [{ status: "PENDING_APPROVAL", proposal: refundProposal }]]),
  );
  for (const runId of waiting.values()) {
    expect((await api.trpc.runs.get.query({ runId })).status).toBe("waiting");
  }

  await test.step("the editor, where the run goes on before one's eyes", async () => {
    await page.goto(`/workflows/${workflowId}`);
    await page.getByRole("button", { name: "Test" }).click();
    const form = page.getByRole("dialog", { name: "Test the draft" });
    await form.getByRole("textbox", { name: "query" }).fill(refundRequest);
    await form.getByRole("button", { name: "Run test" }).click();
    const card = new ApprovalCard(page);
    await expect(card.waiting).toHaveCount(1);
    expect(receiver.sentTo("/everywhere")).toEqual([]);
    await card.approve.click();
    await expect(page.getByRole("log", { name: "Answer" })).toContainText("/everywhere");
    expect(receiver.sentTo("/everywhere")).toEqual([refundProposal]);
  });

  const ids = questions.flatMap(([, asked]) => asked.map(({ id }) => id));
  const outcomes = await api.trpc.interrupts.decideMany.mutate({ ids, approved: false, reason: "Once is enough" });
  expect(outcomes.map(({ type }) => type)).toEqual(ids.map(() => "decided"));
  for (const [way, runId] of waiting) {
    expect([way, (await api.readResumed(runId)).text]).toEqual([way, expect.stringContaining("Once is enough")]);
  }
  expect(receiver.sentTo("/everywhere")).toHaveLength(1);
});
