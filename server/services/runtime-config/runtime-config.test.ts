import { readdirSync } from "node:fs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { db } from "@/server/db";
import type { JsonObject } from "@/server/domain/json";
import type { RowChange } from "@/server/domain/runtime-config/row-changes";
import type { Principal } from "@/server/services/access/principal";
import { getRun } from "@/server/services/runs/get-run";
import { getTrace } from "@/server/services/runs/get-trace";
import { repeatRun } from "@/server/services/runs/repeat-run";
import { startAppRun, startDraftRun } from "@/server/services/runs/start-run";
import { getRuntimeConfig } from "@/server/services/runtime-config/get-runtime-config";
import { runtimeWorkflowId } from "@/server/domain/runtime-config/runtime-workflow";
import { saveRuntimeConfig } from "@/server/services/runtime-config/save-runtime-config";
import { getSession } from "@/server/services/sessions/get-session";
import { listWorkflows } from "@/server/services/workflows/list-workflows";
import { startServer } from "@/server/testing/http-server";
import { ledgerOf, nodeRun, principal, publish, runStudio, waitForEnd, waitUntil } from "@/server/testing/studio";

runStudio();

const shop = await startServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ id: request.url?.split("/").at(-1), status: "shipped" }));
});
afterAll(() => shop.close());
afterEach(async () => {
  await db.systemAgent.deleteMany({});
  await db.auditEntry.deleteMany({});
});

async function ask(message: string, sessionId?: string) {
  const accepted = await startAppRun(principal, { source: "api", inputs: {}, message, sessionId });
  return { accepted, run: await waitForEnd(accepted.runId) };
}

async function save(changes: RowChange[], who: Principal = principal, expectedRevision?: string) {
  const revision = expectedRevision ?? (await getRuntimeConfig(principal)).revision;
  return saveRuntimeConfig(who, { expectedRevision: revision, changes });
}

const change = (place: string, config: JsonObject | null): RowChange => {
  const [section, key = ""] = place.split("/");
  return { section: section as RowChange["section"], key, config };
};

describe("a request that names no app", () => {
  it("runs the three stages without a key, one after the other, and its tools do real work", async () => {
    await save([change("tools/get_order", { url: `${shop.url}/orders/{order_id}` })]);
    const { accepted, run } = await ask("Where is order A-1002?");
    expect(accepted.isNewSession).toBe(true);
    expect(run).toMatchObject({ status: "completed", error: null, workflow: { name: "Agents" }, app: null });
    const done = run.nodeRuns.filter((node) => node.status === "completed").map((node) => node.nodeId);
    // The agent's rounds and calls have node runs of their own.
    expect(done.filter((id) => run.dsl.nodes.some((node) => node.id === id))).toEqual([
      "start",
      "intent",
      "when-execution",
      "execution",
      "report",
      "answer",
    ]);
    expect(nodeRun(run, "intent")?.outputJson).toMatchObject({ json: { needs_work: true } });
    expect(nodeRun(run, "execution")?.outputJson).toMatchObject({
      tool_calls: [{ name: "get_order", is_error: false }],
    });
    const session = await getSession(principal, run.sessionId);
    expect(session.messages.at(-1)).toMatchObject({ role: "assistant" });
    expect(session.messages.at(-1)?.content).toContain("shipped");
    expect(shop.requests.map((request) => request.url)).toEqual(["/orders/A-1002"]);
  });

  it("needs no configuration: the templates run as they are", async () => {
    const { run } = await ask("Hello");
    expect(run).toMatchObject({ status: "completed", error: null });
    expect(run.dsl.nodes.find((node) => node.id === "intent")?.config).not.toHaveProperty("model");
  });

  it("is traced and booked like any other run, and can be run again", async () => {
    const { run } = await ask("What is the weather in Oslo?");
    const trace = await getTrace(principal, run.id);
    expect(trace.dsl.nodes.map((node) => node.id)).toContain("execution");
    expect((await ledgerOf(run.id)).inputTokens).toBe(run.inputTokens);
    expect(run.inputTokens).toBeGreaterThan(0);
    const again = await waitForEnd((await repeatRun(principal, run.id)).runId);
    expect(again.status).toBe("completed");
  });

  it("goes on in its session, with the configuration of that moment", async () => {
    const { run } = await ask("Where is order A-1001?");
    await save([change("agents/writer", { model: "another-model" })]);
    const { accepted, run: next } = await ask("And A-1003?", run.sessionId);
    expect(accepted).toMatchObject({ sessionId: run.sessionId, isNewSession: false });
    expect((await getRun(principal, run.id)).dsl).not.toEqual(next.dsl);
    expect(next.dsl.nodes.find((node) => node.id === "report")?.config.model).toBe("another-model");
  });

  it("equal configurations share one frozen version, and the workflow is nobody's", async () => {
    const first = await ask("Hello");
    const second = await ask("Hello again");
    const versions = await db.run.findMany({
      where: { id: { in: [first.run.id, second.run.id] } },
      select: { workflowVersionId: true, workflowId: true },
    });
    expect(new Set(versions.map((run) => run.workflowVersionId)).size).toBe(1);
    expect(versions[0]?.workflowId).toBe(runtimeWorkflowId(principal.tenantId));
    expect((await listWorkflows(principal, {})).map((workflow) => workflow.name)).not.toContain("Agents");
  });

  it("many at once on a fresh database make one workflow", async () => {
    await db.workflowVersion.deleteMany({ where: { workflowId: runtimeWorkflowId(principal.tenantId) } });
    await db.workflow.deleteMany({ where: { id: runtimeWorkflowId(principal.tenantId) } });
    const runs = await Promise.all(Array.from({ length: 5 }, () => ask("Hello")));
    expect(runs.map(({ run }) => run.status)).toEqual(Array.from({ length: 5 }, () => "completed"));
  });

  it("a session of a workflow that was only tested still has no app", async () => {
    const { workflowId } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "say", type: "answer", config: { template: "hi" } },
      ],
      edges: [{ source: "start", target: "say" }],
    });
    const { sessionId, runId } = await startDraftRun(principal, { workflowId, inputs: {} });
    await waitForEnd(runId);
    await expect(startAppRun(principal, { source: "api", inputs: {}, message: "x", sessionId })).rejects.toMatchObject({
      code: "not_published",
    });
  });
});

describe("what a row overrides", () => {
  it("a condition that does not hold goes past its stage, and the answer is written all the same", async () => {
    await save([change("workflow/execution", { when: "false" })]);
    const { run } = await ask("Where is order A-1002?");
    expect(run.status).toBe("completed");
    expect(nodeRun(run, "execution")?.status ?? "skipped").toBe("skipped");
    expect(nodeRun(run, "report")?.status).toBe("completed");
  });

  it("a tool that asks a person first has the run wait for one, and nothing is called", async () => {
    await save([change("tools/get_order", { url: `${shop.url}/orders/{order_id}`, needs_approval: true })]);
    const before = shop.requests.length;
    const { runId } = await startAppRun(principal, { source: "api", inputs: {}, message: "Where is order A-1002?" });
    await waitUntil(async () => (await getRun(principal, runId)).status === "waiting");
    expect(await db.interrupt.findMany({ where: { runId } })).toMatchObject([
      { toolName: "get_order", status: "PENDING_APPROVAL", proposal: { order_id: "A-1002" } },
    ]);
    expect(shop.requests).toHaveLength(before);
  });

  it("null goes back to the template", async () => {
    await save([change("agents/reader", { model: "reader-model", title: "Listener" })]);
    await save([change("agents/reader", { model: null, title: "Listener" })]);
    const { run } = await ask("Hello");
    expect(run.dsl.nodes.find((node) => node.id === "intent")?.config).not.toHaveProperty("model");
  });

  it("rows of another tenant change nothing here", async () => {
    await db.systemAgent.create({
      data: { id: "foreign", tenantId: "other", section: "agents", key: "reader", config: { model: "foreign-model" } },
    });
    const { run } = await ask("Hello");
    expect(JSON.stringify(run.dsl)).not.toContain("foreign-model");
  });

  it("a stored configuration that cannot run is refused before a run is accepted, and says where", async () => {
    await db.systemAgent.create({
      data: {
        id: "broken",
        tenantId: principal.tenantId,
        section: "workflow",
        key: "intent",
        config: { agent: "gone" },
      },
    });
    const before = await db.run.count();
    const attempt = startAppRun(principal, { source: "api", inputs: {}, message: "x" });
    await expect(attempt).rejects.toMatchObject({
      code: "invalid_config",
      details: { issues: [{ code: "unknown_agent", path: ["workflow", "intent", "agent"] }] },
    });
    expect(await db.run.count()).toBe(before);
  });
});

describe("saving", () => {
  it("refuses unknown fields and everything else that cannot run, and writes nothing", async () => {
    const attempt = save([change("agents/reader", { modell: "x" }), change("agents/writer", { title: "fine" })]);
    await expect(attempt).rejects.toMatchObject({
      code: "invalid_config",
      details: { issues: [{ code: "unknown_field", path: ["agents", "reader", "modell"] }] },
    });
    await expect(save([change("tools/stored", { tool_binding_id: "nothing" })])).rejects.toMatchObject({
      code: "invalid_config",
      details: { issues: [{ code: "unknown_binding" }] },
    });
    expect((await getRuntimeConfig(principal)).rows).toEqual([]);
    expect(await db.auditEntry.count({ where: { resourceId: "agents/writer", outcome: "done" } })).toBe(0);
  });

  it("leaves an audit row for each entry, with what it was before and after and without what may be a credential", async () => {
    await save([change("tools/crm", { url: "https://crm.example", headers: { authorization: "Bearer abc" } })]);
    await save([change("tools/crm", { url: "https://crm.example/v2" })]);
    const rows = await db.auditEntry.findMany({ where: { resourceId: "tools/crm" }, orderBy: { createdAt: "asc" } });
    expect(rows).toMatchObject([
      { actorId: principal.personId, outcome: "done", details: { before: null } },
      { details: { before: { headers: { authorization: "hidden" } }, after: { url: "https://crm.example/v2" } } },
    ]);
    expect(JSON.stringify(rows)).not.toContain("Bearer");
  });

  it("a save on an older state is refused, so that nobody's changes are lost", async () => {
    const { revision } = await getRuntimeConfig(principal);
    await save([change("agents/reader", { title: "Mine" })], principal, revision);
    await expect(save([change("agents/reader", { title: "Theirs" })], principal, revision)).rejects.toMatchObject({
      code: "version_conflict",
    });
  });

  it("of two saves on one state at once, one wins and the other is told", async () => {
    const { revision } = await getRuntimeConfig(principal);
    const outcomes = await Promise.allSettled(
      ["One", "Two"].map((title) => save([change("agents/reader", { title })], principal, revision)),
    );
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("the revision that a save answers is the one the next save needs", async () => {
    const { revision } = await save([
      change("agents/reader", { title: "One" }),
      change("agents/a-b", {}),
      change("agents/ab", {}),
    ]);
    expect((await getRuntimeConfig(principal)).revision).toBe(revision);
    await save([change("agents/reader", null)], principal, revision);
  });

  it("is for administrators; who is none is refused, and that is kept", async () => {
    const viewer: Principal = { ...principal, role: "author" };
    expect((await getRuntimeConfig(viewer)).canEdit).toBe(false);
    await expect(save([change("agents/reader", { title: "Mine" })], viewer)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await db.auditEntry.count({ where: { outcome: "refused", code: "forbidden" } })).toBe(1);
  });
});

it("every file of config/agents is read", () => {
  expect(readdirSync("config/agents").toSorted()).toEqual(["agents.yaml", "tasks.yaml", "tools.yaml", "workflow.yaml"]);
});
