import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "@/server/domain/json";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("../../server/testing/scripted-model");
  return startScriptedModel();
});

const { db, pool } = await import("@/server/db");
const { decideInterrupt } = await import("@/server/services/interrupts/decide-interrupt");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { finishRun } = await import("@/server/services/runs/finish-run");
const { progressWriter } = await import("@/server/progress/writer");
const { reconcileRuns } = await import("@/server/services/runs/reconcile-runs");
const { deleteSession } = await import("@/server/services/sessions/change-session");
const { startServer } = await import("@/server/testing/http-server");
const { eventTypes, principal, publish, resumedRun, resumedRunId, runApp, runStudio, waitForEnd, waitUntil } =
  await import("@/server/testing/studio");

runStudio();
let isHanging = false;
const receiver = await startServer((_request, response) => {
  if (isHanging) return;
  response.writeHead(200, { "content-type": "application/json" }).end('{"refunded":true}');
});
afterAll(async () => {
  await model.server.close();
  await receiver.close();
});
beforeEach(() => {
  isHanging = false;
  receiver.requests.length = 0;
});

const start = { id: "start", type: "start", config: {} };
const end = (result: string) => ({ id: "end", type: "end", config: { result } });
const human = (id: string) => ({
  id,
  type: "human-input",
  config: { message: "Go on?", form: { type: "object", properties: {} } },
});

async function waitingRun(draft: Draft, request: { message?: string; inputs?: Record<string, Json> } = {}) {
  const { appCode } = await publish(draft);
  const run = await runApp(appCode, { message: "please", ...request });
  expect(run.error).toBeNull();
  expect(run.status).toBe("waiting");
  return run;
}

/** Answers everything that a run asks, and waits for what comes of it. */
async function goOn(runId: string, payload: Json = { values: {} }) {
  const pending = (await listInterruptsOfRun(principal, runId)).filter((one) => one.status === "PENDING_APPROVAL");
  for (const { id } of pending) {
    const outcome = await decideInterrupt(principal, { id, via: "inbox", status: "resolved", payload });
    expect(outcome).toMatchObject({ type: "decided" });
  }
  return resumedRun(runId);
}

describe("a call that was cut off after a person had changed its arguments", () => {
  const request = { method: "POST", url: `${receiver.url}/refunds`, needs_approval: true, on_uncertain: "park" };
  const refund = {
    name: "refund",
    description: "Refunds an order",
    parameters: { type: "object", properties: { order: { type: "string" }, amount: { type: "number" } } },
    ...request,
  };
  const chain = (node: Draft["nodes"][number]): Draft => ({
    nodes: [start, node, end("{{ nodes.call }}")],
    edges: [
      { source: "start", target: "call" },
      { source: "call", target: "end" },
    ],
  });

  /** Approves with changed arguments, lets the process that calls be given up, and answers what became of the call. */
  async function cutOff(draft: Draft, editedArgs: Json) {
    const first = await waitingRun(draft);
    isHanging = true;
    const [question] = await listInterruptsOfRun(principal, first.id);
    await decideInterrupt(principal, {
      id: question?.id ?? "",
      via: "inbox",
      status: "resolved",
      payload: { approved: true, editedArgs },
    });
    const second = await resumedRunId(first.id);
    await waitUntil(() => receiver.requests.length === 1);
    await db.run.update({ where: { id: second }, data: { leaseUntil: new Date(0) } });
    expect((await reconcileRuns()).handedOver).toContain(second);
    expect((await waitForEnd(second)).status).toBe("waiting");
    isHanging = false;
    return second;
  }

  const bodies = () => receiver.requests.map(({ body }) => JSON.parse(body) as Json);

  it("F-41 an agent's: the question shows the changed arguments, and calling again makes the same call", async () => {
    model.script((messages) => {
      const told = messages.filter((message) => message.role === "tool").map((message) => message.content);
      return told.length > 0
        ? `Told: ${told.join(" | ")}`
        : [{ name: "refund", arguments: { order: "A", amount: 20 } }];
    });
    const second = await cutOff(
      chain({ id: "call", type: "agent", config: { prompt: "{{ inputs.query }}", tools: [refund] } }),
      { order: "A", amount: 5 },
    );
    const asked = (await listInterruptsOfRun(principal, second)).find((one) => one.kind === "uncertain_call");
    expect(asked?.proposal).toEqual({ order: "A", amount: 5 });
    const third = await goOn(second, { approved: true });
    expect(third.status).toBe("completed");
    expect(bodies()).toEqual([
      { order: "A", amount: 5 },
      { order: "A", amount: 5 },
    ]);
    const [before, after] = receiver.requests.map((sent) => sent.headers["idempotency-key"]);
    expect(after).toBe(before);
    expect(model.asked.at(-1)?.at(-1)?.content).toContain("A person changed the arguments");
  });

  it("F-41 a tool node's: the question shows the changed request, and calling again makes the same call", async () => {
    const second = await cutOff(
      chain({ id: "call", type: "tool", config: { ...request, body: { order: "A", amount: 20 } } }),
      { body: { order: "A", amount: 5 } },
    );
    const asked = (await listInterruptsOfRun(principal, second)).find((one) => one.kind === "uncertain_call");
    expect(asked?.proposal).toMatchObject({ body: { order: "A", amount: 5 } });
    expect((await goOn(second, { approved: true })).status).toBe("completed");
    expect(bodies()).toEqual([
      { order: "A", amount: 5 },
      { order: "A", amount: 5 },
    ]);
  });

  it("leaving it at that never says that the call was not made", async () => {
    model.script((messages) => {
      const told = messages.filter((message) => message.role === "tool").map((message) => message.content);
      return told.length > 0
        ? `Told: ${told.join(" | ")}`
        : [{ name: "refund", arguments: { order: "A", amount: 20 } }];
    });
    const second = await cutOff(
      chain({ id: "call", type: "agent", config: { prompt: "{{ inputs.query }}", tools: [refund] } }),
      { order: "A", amount: 5 },
    );
    await goOn(second, { approved: false });
    expect(receiver.requests).toHaveLength(1);
    expect(model.asked.at(-1)?.at(-1)?.content).toContain("may or may not have happened");
  });
});

describe("a run that goes on after a wait", () => {
  it("still has what a loop has set", async () => {
    const first = await waitingRun({
      nodes: [
        start,
        { id: "count", type: "loop", config: { until: "state.total >= 3", max_passes: 5 } },
        {
          id: "add",
          type: "assigner",
          parent_id: "count",
          config: { assignments: { total: "{{ current.index }}" } },
        },
        human("ask"),
        end("{{ state.total }}"),
      ],
      edges: [
        { source: "start", target: "count" },
        { source: "count", target: "ask" },
        { source: "ask", target: "end" },
      ],
    });
    expect(await goOn(first.id)).toMatchObject({ status: "completed", result: 3 });
  });

  it("still has a large value that was set", async () => {
    const large = "x".repeat(300_000);
    const first = await waitingRun(
      {
        inputs: [{ name: "text", type: "string", required: true }],
        nodes: [
          start,
          { id: "set", type: "assigner", config: { assignments: { text: "{{ inputs.text }}" } } },
          human("ask"),
          end("{{ state.text }}"),
        ],
        edges: [
          { source: "start", target: "set" },
          { source: "set", target: "ask" },
          { source: "ask", target: "end" },
        ],
      },
      { message: undefined, inputs: { text: large } },
    );
    expect((await goOn(first.id)).result).toBe(large);
  });

  it("does not take what it has said itself for what was said before", async () => {
    const first = await waitingRun({
      nodes: [
        start,
        { id: "say", type: "answer", config: { template: "my own words" } },
        human("ask"),
        end("before: {{ session.transcript }}"),
      ],
      edges: [
        { source: "start", target: "say" },
        { source: "say", target: "ask" },
        { source: "ask", target: "end" },
      ],
    });
    expect((await goOn(first.id)).result).toBe("before: ");
  });

  it("tells nothing again of an app that an agent had called before", async () => {
    const helper = await publish({
      nodes: [start, { id: "say", type: "answer", config: { template: "helped {{ inputs.query }}" } }],
      edges: [{ source: "start", target: "say" }],
    });
    const pay = {
      name: "pay",
      description: "Pays",
      parameters: { type: "object", properties: {} },
      method: "POST",
      url: receiver.url,
      needs_approval: true,
    };
    const toolName = helper.appCode.replaceAll(/[^A-Za-z0-9_-]/g, "_");
    model.script((_messages, count) => {
      if (count === 1) return [{ name: toolName, arguments: { query: "me" } }];
      return count === 2 ? [{ name: "pay", arguments: {} }] : "done";
    });
    const first = await waitingRun({
      nodes: [
        start,
        {
          id: "ask",
          type: "agent",
          config: { prompt: "{{ inputs.query }}", tools: [{ app_code: helper.appCode, needs_approval: true }, pay] },
        },
        end("{{ nodes.ask.text }}"),
      ],
      edges: [
        { source: "start", target: "ask" },
        { source: "ask", target: "end" },
      ],
    });
    const second = await goOn(first.id, { approved: true, editedArgs: { query: "you" } });
    expect(second.status).toBe("waiting");
    const told = model.asked[1]?.find((message) => message.role === "tool")?.content;
    expect(told).toContain("A person changed the arguments");
    expect(told).toContain("helped you");
    const third = await goOn(second.id, { approved: true });
    expect(third).toMatchObject({ status: "completed", result: "done" });
    const types = (await eventTypes(third.id)).filter((type) => type.startsWith("subagent."));
    expect(types).toEqual([]);
  });

  it("an agent's prompt may be larger than what a step can answer", async () => {
    model.script(() => "short");
    const text = "ü".repeat(2_500_000);
    const ended = await runApp(
      (
        await publish({
          inputs: [{ name: "text", type: "string", required: true }],
          nodes: [
            start,
            { id: "ask", type: "agent", config: { prompt: "{{ inputs.text }}" } },
            end("{{ nodes.ask.text }}"),
          ],
          edges: [
            { source: "start", target: "ask" },
            { source: "ask", target: "end" },
          ],
        })
      ).appCode,
      { inputs: { text } },
    );
    expect(ended).toMatchObject({ status: "completed", result: "short" });
    expect(model.asked[0]?.at(-1)?.content).toHaveLength(text.length);
  });

  it("has rows whose ids are as long as those of the run before", async () => {
    const first = await waitingRun({
      nodes: [start, human("one"), human("two"), human("three"), end("done")],
      edges: [
        { source: "start", target: "one" },
        { source: "one", target: "two" },
        { source: "two", target: "three" },
        { source: "three", target: "end" },
      ],
    });
    const second = await goOn(first.id);
    const third = await goOn(second.id);
    const fourth = await goOn(third.id);
    expect(fourth.status).toBe("completed");
    const longest = async (runId: string) =>
      Math.max(...(await db.nodeRun.findMany({ where: { runId } })).map((row) => row.id.length));
    expect(await longest(fourth.id)).toBe(await longest(second.id));
  });
});

describe("what does not fit together", () => {
  const asking: Draft = {
    nodes: [start, human("ask"), end("done")],
    edges: [
      { source: "start", target: "ask" },
      { source: "ask", target: "end" },
    ],
  };

  it("a process that was left behind ends nothing of what the run's next hand-over executes", async () => {
    const run = await waitingRun(asking);
    await db.run.update({ where: { id: run.id }, data: { status: "running", epoch: 2 } });
    await db.nodeRun.updateMany({ where: { runId: run.id, nodeId: "ask" }, data: { status: "running" } });
    const target = { tenantId: principal.tenantId, sessionId: run.sessionId, runId: run.id, epoch: 1 };
    await finishRun({ target, source: "api", inputs: {} }, { status: "failed", skipped: [] });
    const node = await db.nodeRun.findFirstOrThrow({ where: { runId: run.id, nodeId: "ask" } });
    expect(node.status).toBe("running");
    expect((await db.run.findUniqueOrThrow({ where: { id: run.id } })).status).toBe("running");
    await finishRun({ target: { ...target, epoch: 2 }, source: "api", inputs: {} }, { status: "failed", skipped: [] });
    expect((await db.run.findUniqueOrThrow({ where: { id: run.id } })).status).toBe("failed");
  });

  it("what a run leaves open is ended with it, in its rows, its trace and its stream", async () => {
    const run = await waitingRun(asking);
    await db.run.update({ where: { id: run.id }, data: { status: "running", epoch: 2 } });
    const target = { tenantId: principal.tenantId, sessionId: run.sessionId, runId: run.id, epoch: 2 };
    const about = { nodeId: "late", kind: "tool", title: "Late", attempt: 1 } as const;
    const spanId = `${run.id}:late:1`;
    await progressWriter.write({
      target,
      nodeRuns: [{ ...about, status: "running", claim: "gone" }],
      spans: [{ id: spanId, nodeId: "late", kind: "node", name: "Late", status: "running", startedAtMs: Date.now() }],
      events: [{ type: "node.started", ...about }],
    });
    await finishRun({ target, source: "api", inputs: {} }, { status: "failed", skipped: [] });
    const error = { code: "internal" };
    expect(await db.nodeRun.findFirst({ where: { runId: run.id, nodeId: "late" } })).toMatchObject({
      status: "failed",
      error,
    });
    expect(await db.span.findUnique({ where: { id: spanId } })).toMatchObject({ status: "failed", error });
    const events = await db.event.findMany({ where: { runId: run.id }, orderBy: { seq: "desc" }, take: 2 });
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { type: "run.finished" },
      { type: "node.finished", nodeId: "late", status: "failed" },
    ]);
  });

  it("F-11 a run whose version can not be read any more is parked as failed all the same", async () => {
    const run = await waitingRun(asking);
    await db.run.update({
      where: { id: run.id },
      data: { status: "running", recoveries: 5, leaseUntil: new Date(0), workflowVersionId: "gone" },
    });
    expect((await reconcileRuns()).parked).toContain(run.id);
    expect(await db.run.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({
      status: "failed",
      error: { code: "run_poisoned" },
    });
  });

  it("a question that can not be ended by its time holds up no other", async () => {
    const [bad, good] = [await waitingRun(asking), await waitingRun(asking)];
    await db.interrupt.updateMany({
      where: { runId: bad.id },
      data: { runId: "gone", onExpiry: "fail", expiresAt: new Date(1000) },
    });
    await db.interrupt.updateMany({ where: { runId: good.id }, data: { expiresAt: new Date(2000) } });
    expect(await resumedRun(good.id)).toMatchObject({ status: "failed" });
    await db.interrupt.deleteMany({ where: { runId: "gone" } });
  });

  it("F-39 a decision in the moment of a stop is refused, not taken for made", async () => {
    const run = await waitingRun(asking);
    const [question] = await listInterruptsOfRun(principal, run.id);
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query("update interrupt set status = 'CANCELLED' where run_id = $1", [run.id]);
      const deciding = decideInterrupt(principal, {
        id: question?.id ?? "",
        via: "inbox",
        status: "resolved",
        payload: { values: {} },
      });
      await waitUntil(async () => {
        const waiting = await pool.query(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%update interrupt set status%'",
        );
        return waiting.rowCount === 1;
      });
      await client.query("commit");
      expect(await deciding).toMatchObject({ type: "refused", code: "resume_stale" });
    } finally {
      client.release();
    }
    expect(await db.run.count({ where: { parentRunId: run.id } })).toBe(0);
  });

  it("deleting a conversation cancels the run that waits in it", async () => {
    const run = await waitingRun(asking);
    const [question] = await listInterruptsOfRun(principal, run.id);
    await deleteSession(principal, run.sessionId);
    expect((await db.run.findUniqueOrThrow({ where: { id: run.id } })).status).toBe("cancelled");
    expect(await db.interrupt.count({ where: { runId: run.id, status: "PENDING_APPROVAL" } })).toBe(0);
    expect(await db.auditEntry.findFirst({ where: { resourceId: question?.id } })).toMatchObject({
      action: "interrupt.cancel",
      actorId: principal.personId,
      details: { runId: run.id },
    });
  });
});
