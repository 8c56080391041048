import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "@/server/domain/json";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("../../server/testing/scripted-model");
  return startScriptedModel();
});

const { db } = await import("@/server/db");
const { decideInterrupt } = await import("@/server/services/interrupts/decide-interrupt");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { reconcileRuns } = await import("@/server/services/runs/reconcile-runs");
const { startServer } = await import("@/server/testing/http-server");
const { principal, publish, runApp, runStudio, waitForEnd, waitUntil } = await import("@/server/testing/studio");

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

async function childOf(runId: string): Promise<string> {
  await waitUntil(async () => (await db.run.count({ where: { parentRunId: runId } })) > 0);
  return (await db.run.findFirstOrThrow({ where: { parentRunId: runId } })).id;
}

/** Answers everything that a run asks, and waits for what comes of it. */
async function goOn(runId: string, payload: Json = { values: {} }) {
  const pending = (await listInterruptsOfRun(principal, runId)).filter((one) => one.status === "PENDING_APPROVAL");
  for (const { id } of pending) {
    const outcome = await decideInterrupt(principal, { id, via: "inbox", status: "resolved", payload });
    expect(outcome).toMatchObject({ type: "decided" });
  }
  return waitForEnd(await childOf(runId));
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
    const second = await childOf(first.id);
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
