import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "@/server/domain/json";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("../../server/testing/scripted-model");
  return startScriptedModel();
});

const { db } = await import("@/server/db");
const { decideInterrupt, decideMany } = await import("@/server/services/interrupts/decide-interrupt");
const { resumeRun } = await import("@/server/services/interrupts/resume-run");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { startAppRun } = await import("@/server/services/runs/start-run");
const { stopRun } = await import("@/server/services/runs/stop-run");
const { getSession } = await import("@/server/services/sessions/get-session");
const { startServer } = await import("@/server/testing/http-server");
const { eventTypes, ledgerOf, nodeRun, principal, publish, resumedRun, runApp, runStudio, waitForEnd, waitUntil } =
  await import("@/server/testing/studio");

runStudio();
const receiver = await startServer((_request, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end('{"refunded":true}'),
);
afterAll(async () => {
  await model.server.close();
  await receiver.close();
});
beforeEach(() => {
  receiver.requests.length = 0;
});

const refund = (more: object = {}) => ({
  name: "refund",
  description: "Refunds an order",
  parameters: {
    type: "object",
    properties: { order: { type: "string" }, amount: { type: "number" } },
    required: ["order", "amount"],
    additionalProperties: false,
  },
  method: "POST",
  url: `${receiver.url}/refunds`,
  needs_approval: true,
  ...more,
});

const agentApp = (tools: Json[] = [refund()]): Draft => ({
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "ask", type: "agent", config: { prompt: "{{ inputs.query }}", tools } },
    { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
  ],
  edges: [
    { source: "start", target: "ask" },
    { source: "ask", target: "say" },
  ],
});

/** The model calls once, and then tells what it was told. */
function callThenTell(...calls: { name: string; arguments: object }[]): void {
  model.script((messages) => {
    const told = messages.filter((message) => message.role === "tool").map((message) => message.content);
    return told.length > 0 ? `Told: ${told.join(" | ")}` : calls;
  });
}

const oneRefund = { name: "refund", arguments: { order: "A-1", amount: 20 } };

async function waitingRun(draft: Draft, message = "please refund") {
  const { appCode } = await publish(draft);
  const run = await runApp(appCode, { message });
  expect(run.status).toBe("waiting");
  return { run, interrupts: await listInterruptsOfRun(principal, run.id) };
}

const decide = (id: string, payload: Json, via: "chat" | "inbox" = "chat") =>
  decideInterrupt(principal, { id, via, status: "resolved", payload });

describe("an agent whose tool asks first", () => {
  it("ends its run with the question, calls nothing, and calls once when it was approved", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    expect(receiver.requests).toHaveLength(0);
    expect(interrupts).toMatchObject([
      {
        kind: "approval",
        status: "PENDING_APPROVAL",
        toolName: "refund",
        proposal: { order: "A-1", amount: 20 },
        method: "POST",
        host: new URL(receiver.url).host,
        mayDecide: true,
      },
    ]);
    expect((await eventTypes(run.id)).slice(-3)).toEqual(["state.snapshot", "messages.snapshot", "run.finished"]);
    const [question] = interrupts;
    expect(await decide(question?.id ?? "", { approved: true })).toMatchObject({ type: "decided" });
    const resumed = await resumedRun(run.id);
    expect(resumed).toMatchObject({ status: "completed", result: 'Told: {"refunded":true}' });
    expect(receiver.requests.map((request) => JSON.parse(request.body))).toEqual([{ order: "A-1", amount: 20 }]);
    // The first round was not asked again.
    expect(model.asked).toHaveLength(2);
    const [record] = await listInterruptsOfRun(principal, run.id);
    expect(record).toMatchObject({
      status: "EXECUTED",
      decision: { type: "approve" },
      decidedVia: "chat",
      decidedBy: { id: principal.personId },
      resumeRunId: resumed.id,
      result: '{"refunded":true}',
    });
    const session = await getSession(principal, run.sessionId);
    expect(session.messages.at(-1)).toMatchObject({ role: "assistant", content: 'Told: {"refunded":true}' });
    expect(resumed).toMatchObject(await ledgerOf(resumed.id));
  });

  it("emits the result against the original call without repeating it", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    await decide(interrupts[0]?.id ?? "", { approved: true });
    const resumed = await resumedRun(run.id);
    const types = await eventTypes(resumed.id);
    expect(types.filter((type) => type.startsWith("tool."))).toEqual(["tool.result"]);
    const result = await db.event.findFirstOrThrow({ where: { runId: resumed.id, type: "tool.result" } });
    expect(result.payload).toMatchObject({ toolCallId: interrupts[0]?.toolCallId });
  });

  it("gives the model the reason of a rejection, and calls nothing", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    await decide(interrupts[0]?.id ?? "", { approved: false, reason: "Already paid back" });
    const resumed = await resumedRun(run.id);
    expect(resumed.result).toContain("Already paid back");
    expect(receiver.requests).toHaveLength(0);
  });

  it("F-41 H-12 calls with the edited arguments and tells the model that a person changed them", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    await decide(interrupts[0]?.id ?? "", { approved: true, editedArgs: { order: "A-1", amount: 5 } });
    await resumedRun(run.id);
    expect(receiver.requests.map((request) => JSON.parse(request.body))).toEqual([{ order: "A-1", amount: 5 }]);
    const told = model.asked.at(-1)?.find((message) => message.role === "tool")?.content;
    expect(told).toContain("A person changed the arguments");
    expect(told).toContain('"amount":5');
    const [record] = await listInterruptsOfRun(principal, run.id);
    expect(record).toMatchObject({
      proposal: { order: "A-1", amount: 20 },
      decision: { type: "approve", editedArgs: { order: "A-1", amount: 5 } },
    });
  });

  it.each([
    ["nothing", {}],
    ["a missing field", { order: "A-1" }],
    ["a surplus field", { order: "A-1", amount: 1, admin: true }],
    ["a wrong type", { order: "A-1", amount: "1" }],
  ])("H-05 refuses an edit with %s and leaves the question open", async (_what, editedArgs) => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    const outcome = await decide(interrupts[0]?.id ?? "", { approved: true, editedArgs });
    expect(outcome).toMatchObject({ type: "refused", code: "resume_payload_invalid" });
    expect(receiver.requests).toHaveLength(0);
    const [open] = await listInterruptsOfRun(principal, run.id);
    expect(open?.status).toBe("PENDING_APPROVAL");
    const audit = await db.auditEntry.findFirst({ where: { resourceId: open?.id, outcome: "refused" } });
    expect(audit?.code).toBe("resume_payload_invalid");
  });

  it("H-03 asks about two calls of one round each by itself, and goes on when both are decided", async () => {
    callThenTell(oneRefund, { name: "refund", arguments: { order: "B-2", amount: 7 } });
    const { run, interrupts } = await waitingRun(agentApp());
    expect(interrupts.map((one) => one.proposal)).toEqual([
      { order: "A-1", amount: 20 },
      { order: "B-2", amount: 7 },
    ]);
    await decide(interrupts[0]?.id ?? "", { approved: false, reason: "no" });
    expect(await db.run.count({ where: { parentRunId: run.id } })).toBe(0);
    await decide(interrupts[1]?.id ?? "", { approved: true });
    const resumed = await resumedRun(run.id);
    expect(resumed.status).toBe("completed");
    expect(receiver.requests.map((request) => JSON.parse(request.body))).toEqual([{ order: "B-2", amount: 7 }]);
  });

  it("two people deciding at once: the first wins and the other is shown who", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    const outcomes = await Promise.all([
      decide(interrupts[0]?.id ?? "", { approved: true }),
      decide(interrupts[0]?.id ?? "", { approved: false, reason: "no" }, "inbox"),
    ]);
    expect(outcomes.map((outcome) => outcome.type).toSorted()).toEqual(["already_decided", "decided"]);
    await resumedRun(run.id);
    expect(await db.run.count({ where: { parentRunId: run.id } })).toBe(1);
  });

  it("who may decide is enforced by person and role", async () => {
    callThenTell(oneRefund);
    const { interrupts } = await waitingRun(agentApp([refund({ approvers: { people: [], roles: ["lead"] } })]));
    expect(interrupts[0]).toMatchObject({ mayDecide: false, approvers: { roles: ["lead"] } });
    const outcome = await decide(interrupts[0]?.id ?? "", { approved: true });
    expect(outcome).toMatchObject({ type: "refused", code: "resume_not_allowed" });
    expect(receiver.requests).toHaveLength(0);
  });

  it("H-08 nobody answers: it expires by itself, once, and the model is told", async () => {
    callThenTell(oneRefund);
    const { run } = await waitingRun(agentApp([refund({ expires_in_seconds: 1 })]));
    const resumed = await resumedRun(run.id);
    expect(resumed.result).toContain("Nobody decided");
    expect(receiver.requests).toHaveLength(0);
    const [record] = await listInterruptsOfRun(principal, run.id);
    expect(record).toMatchObject({ status: "EXPIRED", decidedVia: "expiry", decidedBy: null });
    expect(await db.run.count({ where: { parentRunId: run.id } })).toBe(1);
  });

  it("expiry with the policy fail ends the run with its error", async () => {
    callThenTell(oneRefund);
    const { run } = await waitingRun(agentApp([refund({ expires_in_seconds: 1, on_expiry: "fail" })]));
    expect(await resumedRun(run.id)).toMatchObject({ status: "failed", error: { code: "approval_expired" } });
  });

  it("many are decided in one go, each with its own outcome", async () => {
    callThenTell(oneRefund);
    const runs = [await waitingRun(agentApp()), await waitingRun(agentApp())];
    const ids = runs.map(({ interrupts }) => interrupts[0]?.id ?? "");
    const outcomes = await decideMany(principal, { ids: [...ids, "nothing"], approved: true });
    expect(outcomes.map((outcome) => outcome.type)).toEqual(["decided", "decided", "refused"]);
    for (const { run } of runs) expect((await resumedRun(run.id)).status).toBe("completed");
    expect(receiver.requests).toHaveLength(2);
  });

  it("F-39 stopping a run that waits cancels its questions; nothing can be decided afterwards", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    expect(await stopRun(principal, run.id)).toEqual({ status: "cancelled" });
    expect(await decide(interrupts[0]?.id ?? "", { approved: true })).toMatchObject({
      type: "refused",
      code: "resume_stale",
    });
    expect(receiver.requests).toHaveLength(0);
  });

  it("F-42 what would be called is not what was approved any more: it is not called, and the run says why", async () => {
    callThenTell(oneRefund);
    // The address names something that has moved on by the time of the decision.
    const moving = refund({ url: `${receiver.url}/refunds/{{ session.message_count }}` });
    const { run, interrupts } = await waitingRun(agentApp([moving]));
    await decide(interrupts[0]?.id ?? "", { approved: true });
    expect(await resumedRun(run.id)).toMatchObject({ status: "failed", error: { code: "resume_changed" } });
    expect(receiver.requests).toHaveLength(0);
  });

  it("stopping a run whose questions are answered stops the run that goes on", async () => {
    const hanging = await startServer(() => undefined);
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp([refund({ url: `${hanging.url}/refunds` })]));
    await decide(interrupts[0]?.id ?? "", { approved: true });
    await waitUntil(() => hanging.requests.length === 1);
    expect(await stopRun(principal, run.id)).toEqual({ status: "cancelled" });
    expect((await resumedRun(run.id)).status).toBe("cancelled");
    await hanging.close();
  });

  it("H-04 a model that answers instantly: every one of 40 runs waits, and none ends empty", async () => {
    callThenTell(oneRefund);
    const { appCode } = await publish(agentApp());
    const started = await Promise.all(
      Array.from({ length: 40 }, () =>
        startAppRun(principal, { appCode, source: "api", inputs: {}, message: "please refund" }),
      ),
    );
    const ended = await Promise.all(started.map(({ runId }) => waitForEnd(runId)));
    expect(new Set(ended.map((run) => run.status))).toEqual(new Set(["waiting"]));
    expect(
      await db.interrupt.count({
        where: { runId: { in: started.map(({ runId }) => runId) }, status: "PENDING_APPROVAL" },
      }),
    ).toBe(40);
  });
});

describe("a resume", () => {
  const answer = (interruptId: string, payload: Json = { approved: true }) => ({
    interruptId,
    status: "resolved" as const,
    payload,
  });

  it("F-37 H-13 sent twenty times at once calls the tool once, and all are answered with one run", async () => {
    callThenTell(oneRefund);
    const { run, interrupts } = await waitingRun(agentApp());
    const entries = [answer(interrupts[0]?.id ?? "")];
    const resumed = await Promise.all(
      Array.from({ length: 20 }, () =>
        resumeRun(principal, { place: { sessionId: run.sessionId }, entries, via: "agui" }),
      ),
    );
    expect(new Set(resumed.map(({ runId }) => runId)).size).toBe(1);
    expect(resumed.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    await waitForEnd(resumed[0]?.runId ?? "");
    expect(receiver.requests).toHaveLength(1);
    const again = await resumeRun(principal, { place: { sessionId: run.sessionId }, entries, via: "agui" });
    expect(again).toMatchObject({ runId: resumed[0]?.runId, isReplay: true });
    expect(receiver.requests).toHaveLength(1);
  });

  it("F-38 F-40 is refused with its own code, and nothing is decided", async () => {
    callThenTell(oneRefund, { name: "refund", arguments: { order: "B-2", amount: 7 } });
    const { run, interrupts } = await waitingRun(agentApp());
    const other = await waitingRun(agentApp());
    const [first, second] = interrupts.map((one) => one.id);
    const place = { sessionId: run.sessionId };
    const refused = async (entries: Parameters<typeof resumeRun>[1]["entries"]) =>
      resumeRun(principal, { place, entries, via: "agui" }).then(
        () => "accepted",
        (error: { code?: string }) => error.code,
      );
    const both = [answer(first ?? ""), answer(second ?? "")];
    expect(await refused([])).toBe("resume_incomplete");
    expect(await refused([answer("nothing")])).toBe("resume_unknown");
    expect(await refused([answer(first ?? "")])).toBe("resume_incomplete");
    expect(await refused([...both, answer(second ?? "")])).toBe("resume_duplicate");
    expect(await refused([answer(first ?? "", { approved: "true" }), answer(second ?? "")])).toBe(
      "resume_payload_invalid",
    );
    expect(await refused([answer(other.interrupts[0]?.id ?? "")])).toBe("resume_wrong_thread");
    expect(await refused([...both, answer(other.interrupts[0]?.id ?? "")])).toBe("resume_unknown");
    expect(await db.interrupt.count({ where: { runId: run.id, status: "PENDING_APPROVAL" } })).toBe(2);
    expect(await db.auditEntry.count({ where: { resourceId: run.sessionId, outcome: "refused" } })).toBe(7);
    expect(await refused(both)).toBe("accepted");
    expect(await refused([answer(first ?? "", { approved: false }), answer(second ?? "")])).toBe(
      "resume_already_resolved",
    );
  });
});

describe("a person in the flow", () => {
  const form = {
    type: "object",
    properties: { name: { type: "string" } },
    required: ["name"],
    additionalProperties: false,
  };
  const human = (id: string, more: object = {}): Draft["nodes"][number] => ({
    id,
    type: "human-input",
    config: { message: "Who is it, {{ inputs.query }}?", form, ...more },
  });

  it("H-02 asks on two branches at once; deciding one never moves the other", async () => {
    const { run, interrupts } = await waitingRun({
      nodes: [
        { id: "start", type: "start", config: {} },
        human("left"),
        human("right"),
        {
          id: "say",
          type: "answer",
          config: { template: "{{ nodes.left.output.values.name }} and {{ nodes.right.output.values.name }}" },
        },
      ],
      edges: [
        { source: "start", target: "left" },
        { source: "start", target: "right" },
        { source: "left", target: "say" },
        { source: "right", target: "say" },
      ],
    });
    expect(interrupts.map((one) => [one.nodeId, one.message]).toSorted()).toEqual([
      ["left", "Who is it, please refund?"],
      ["right", "Who is it, please refund?"],
    ]);
    const [left, right] = ["left", "right"].map((id) => interrupts.find((one) => one.nodeId === id)?.id ?? "");
    await decide(left ?? "", { values: { name: "Ann" } });
    expect(await db.run.count({ where: { parentRunId: run.id } })).toBe(0);
    expect(await decide(right ?? "", { values: {} })).toMatchObject({ type: "refused" });
    await decide(right ?? "", { values: { name: "Bob" } });
    expect(await resumedRun(run.id)).toMatchObject({ status: "completed", result: "Ann and Bob" });
  });

  it("takes the way that was chosen, or the expired one", async () => {
    const branching = (expires?: number): Draft => ({
      nodes: [
        { id: "start", type: "start", config: {} },
        human("ask", {
          form: { type: "object", properties: {} },
          choices: [{ id: "yes", label: "Yes" }, { id: "no" }],
          ...(expires ? { expires_in_seconds: expires, on_expiry: "branch" } : {}),
        }),
        { id: "good", type: "answer", config: { template: "good" } },
        { id: "bad", type: "answer", config: { template: "bad" } },
        ...(expires ? [{ id: "late", type: "answer", config: { template: "late" } }] : []),
      ],
      edges: [
        { source: "start", target: "ask" },
        { source: "ask", target: "good", condition: "yes" },
        { source: "ask", target: "bad", condition: "no" },
        ...(expires ? [{ source: "ask", target: "late", condition: "expired" }] : []),
      ],
    });
    const chosen = await waitingRun(branching());
    await decide(chosen.interrupts[0]?.id ?? "", { choice: "no" });
    expect(await resumedRun(chosen.run.id)).toMatchObject({ status: "completed", result: "bad" });
    const late = await waitingRun(branching(1));
    const resumed = await resumedRun(late.run.id);
    expect(resumed).toMatchObject({ status: "completed", result: "late" });
    expect(nodeRun(resumed, "good")?.status).toBe("skipped");
  });
});

describe("a tool node", () => {
  const toolApp = (more: object = {}): Draft => ({
    nodes: [
      { id: "start", type: "start", config: {} },
      {
        id: "call",
        type: "tool",
        on_error: "branch",
        config: { method: "POST", url: `${receiver.url}/orders`, body: { note: "{{ inputs.query }}" }, ...more },
      },
      { id: "good", type: "answer", config: { template: "done" } },
      { id: "bad", type: "answer", config: { template: "{{ nodes.call.output.error.message }}" } },
    ],
    edges: [
      { source: "start", target: "call" },
      { source: "call", target: "good" },
      { source: "call", target: "bad", condition: "error" },
    ],
  });

  it("asks first where it says so, and calls with what a person made of the request", async () => {
    const { run, interrupts } = await waitingRun(toolApp({ needs_approval: true }));
    expect(receiver.requests).toHaveLength(0);
    expect(interrupts[0]).toMatchObject({ proposal: { query: {}, body: { note: "please refund" } } });
    await decide(interrupts[0]?.id ?? "", { approved: true, editedArgs: { body: { note: "edited" } } });
    expect((await resumedRun(run.id)).result).toBe("done");
    expect(receiver.requests.map((request) => JSON.parse(request.body))).toEqual([{ note: "edited" }]);
  });

  it("takes its error's way when the call is rejected", async () => {
    const { run, interrupts } = await waitingRun(toolApp({ needs_approval: true }));
    await decide(interrupts[0]?.id ?? "", { approved: false, reason: "Too late" });
    expect((await resumedRun(run.id)).result).toContain("Too late");
    expect(receiver.requests).toHaveLength(0);
  });
});
