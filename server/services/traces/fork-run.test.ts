import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "@/server/domain/json";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("@/server/testing/scripted-model");
  return startScriptedModel();
});

const { db } = await import("@/server/db");
const { decideInterrupt } = await import("@/server/services/interrupts/decide-interrupt");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { startAppRun } = await import("@/server/services/runs/start-run");
const { getSession } = await import("@/server/services/sessions/get-session");
const { switchBranch } = await import("@/server/services/sessions/switch-branch");
const { forkRun } = await import("@/server/services/traces/fork-run");
const { previewFork } = await import("@/server/services/traces/preview-fork");
const { startServer } = await import("@/server/testing/http-server");
const { nodeRun, principal, publish, resumedRun, runApp, runStudio, waitForEnd, waitUntil } =
  await import("@/server/testing/studio");

runStudio();
const receiver = await startServer((_request, response, count) =>
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ordered: true, charge: count })),
);
afterAll(async () => {
  await model.server.close();
  await receiver.close();
});
beforeEach(() => {
  receiver.requests.length = 0;
});

const line = (...ids: string[]) => ids.slice(1).map((target, index) => ({ source: ids[index] ?? "", target }));

const charge = (id: string) => ({
  id,
  type: "tool",
  title: `Charge ${id}`,
  config: { method: "POST", url: `${receiver.url}/${id}`, body: { note: "{{ inputs.query }}" } },
});

/** Charges twice, says what the second charge came to. */
const charges: Draft = {
  nodes: [
    { id: "start", type: "start", config: {} },
    charge("first"),
    charge("second"),
    { id: "say", type: "answer", config: { template: "{{ nodes.first.output.body }} {{ nodes.second.output.body }}" } },
  ],
  edges: line("start", "first", "second", "say"),
};

async function forked(request: Partial<Parameters<typeof forkRun>[1]> & { runId: string; address: string }) {
  const { address, ...rest } = request;
  const { runId } = await forkRun(principal, { place: { address }, choices: {}, ...rest });
  return waitForEnd(runId);
}

const preview = (runId: string, address: string) =>
  previewFork(principal, { runId, place: { address }, isEdited: false });

const paths = () => receiver.requests.map((request) => request.url);
const bodyOf = (run: Awaited<ReturnType<typeof waitForEnd>>, nodeId: string): Json => {
  const output = nodeRun(run, nodeId)?.outputJson;
  return typeof output === "object" && output !== null && !Array.isArray(output) ? (output.body ?? null) : null;
};

describe("running again from a point", () => {
  it("lists the outside calls after the point with what was sent and what came of it", async () => {
    const { appCode } = await publish(charges);
    const run = await runApp(appCode, { message: "ten dollars" });
    expect(run.status).toBe("completed");
    const fromSecond = await preview(run.id, "second");
    expect(fromSecond).toMatchObject({
      point: { address: "second", title: "Charge second", kind: "tool" },
      keptCount: 2,
      againCount: 2,
      calls: [
        {
          address: "second",
          title: "Charge second",
          method: "POST",
          host: new URL(receiver.url).host,
          arguments: { body: { note: "ten dollars" } },
          outcome: "answered",
          result: { status: 200, body: { charge: 2, ordered: true } },
          isKeepable: true,
          suggested: "keep",
        },
      ],
    });
    expect((await preview(run.id, "start")).calls.map((call) => call.address)).toEqual(["first", "second"]);
    expect((await preview(run.id, "say")).calls).toEqual([]);
  });

  it("gives the recorded results of the calls after it without calling, unless asked otherwise", async () => {
    const { appCode } = await publish(charges);
    const run = await runApp(appCode, { message: "x" });
    const again = await forked({ runId: run.id, address: "first" });
    expect(again).toMatchObject({ status: "completed", parentRunId: run.id });
    expect(paths()).toEqual(["/first", "/second"]);
    expect(bodyOf(again, "first")).toEqual(bodyOf(run, "first"));
    expect(bodyOf(again, "second")).toEqual(bodyOf(run, "second"));
    // Its own ledger says that nothing was sent.
    expect((await preview(again.id, "first")).calls.map((call) => call.outcome)).toEqual(["kept", "kept"]);
  });

  it("makes a call again once, with a new idempotency key, and tells the node of one that is skipped", async () => {
    const { appCode } = await publish(charges);
    const run = await runApp(appCode, { message: "x" });
    const { calls } = await preview(run.id, "first");
    const [first, second] = calls;
    const again = await forked({
      runId: run.id,
      address: "first",
      choices: { [first?.key ?? ""]: "skip", [second?.key ?? ""]: "again" },
    });
    expect(again.status).toBe("completed");
    expect(paths()).toEqual(["/first", "/second", "/second"]);
    const keys = receiver.requests.map((request) => request.headers["idempotency-key"]);
    expect(keys[2]).toBe(`${again.id}:second:0:1`);
    expect(new Set(keys).size).toBe(3);
    expect(bodyOf(again, "first")).toMatchObject({ skipped: true });
    expect(bodyOf(again, "second")).toEqual({ charge: 3, ordered: true });
    expect((await preview(again.id, "first")).calls.map((call) => call.outcome)).toEqual(["skipped", "answered"]);
  });

  it("does not execute again what lies before the point, and charges nothing for it", async () => {
    model.script(() => "a joke");
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "think", type: "llm", config: { prompt: "{{ inputs.query }}" } },
        { id: "count", type: "template-transform", config: { template: "{{ nodes.think.text }}!" } },
        { id: "say", type: "answer", config: { template: "{{ nodes.count.text }}" } },
      ],
      edges: line("start", "think", "count", "say"),
    });
    const run = await runApp(appCode, { message: "tell one" });
    const again = await forked({ runId: run.id, address: "count" });
    expect(again.status).toBe("completed");
    expect(model.asked).toHaveLength(1);
    expect(again.costMicros).toBe(0);
    expect(nodeRun(again, "think")).toMatchObject({ outputText: "a joke", costMicros: 0 });
  });

  it("goes on with a value that a person says, and remembers what it was", async () => {
    model.script(() => "blue");
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "think", type: "llm", config: { prompt: "{{ inputs.query }}" } },
        { id: "say", type: "answer", config: { template: "It is {{ nodes.think.text }}." } },
      ],
      edges: line("start", "think", "say"),
    });
    const run = await runApp(appCode, { message: "which colour" });
    const shown = await previewFork(principal, { runId: run.id, place: { address: "think" }, isEdited: true });
    expect(shown.value).toMatchObject({ text: "blue", editable: { text: true, output: false } });
    const again = await forked({ runId: run.id, address: "think", edit: { text: "green" } });
    expect(again).toMatchObject({ status: "completed", result: "It is green." });
    expect(model.asked).toHaveLength(1);
    const stored = await db.run.findUniqueOrThrow({ where: { id: again.id } });
    expect(stored.fork).toMatchObject({
      edit: { address: "think", before: { text: "blue" }, after: { text: "green" } },
    });
    // The run that was left is as it was.
    expect(nodeRun(await waitForEnd(run.id), "think")?.outputText).toBe("blue");
  });

  it("runs with other inputs when what the start gave is edited, and refuses inputs that are wrong", async () => {
    const { appCode } = await publish(charges);
    const run = await runApp(appCode, { message: "ten" });
    await expect(forked({ runId: run.id, address: "start", edit: { output: { query: 5 } } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const again = await forked({
      runId: run.id,
      address: "start",
      edit: { output: { query: "twenty" } },
      choices: Object.fromEntries((await preview(run.id, "start")).calls.map((call) => [call.key, "again" as const])),
    });
    expect(again.inputs).toEqual({ query: "twenty" });
    expect(receiver.requests.slice(2).map((request) => JSON.parse(request.body))).toEqual([
      { note: "twenty" },
      { note: "twenty" },
    ]);
  });

  it("lets a failed node be run again without what came before it", async () => {
    let isBroken = true;
    const flaky = await startServer((_request, response) =>
      response.writeHead(isBroken ? 500 : 200, { "content-type": "application/json" }).end('{"ok":true}'),
    );
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        charge("first"),
        { id: "flaky", type: "tool", config: { method: "POST", url: `${flaky.url}/x` } },
        { id: "say", type: "answer", config: { template: "{{ nodes.flaky.output.body }}" } },
      ],
      edges: line("start", "first", "flaky", "say"),
    });
    const run = await runApp(appCode, { message: "x" });
    expect(run.status).toBe("failed");
    expect((await preview(run.id, "flaky")).calls).toMatchObject([{ outcome: "failed", suggested: "again" }]);
    isBroken = false;
    const again = await forked({ runId: run.id, address: "flaky" });
    expect(again).toMatchObject({ status: "completed", result: '{"ok":true}' });
    expect(paths()).toEqual(["/first"]);
    await flaky.close();
  });

  it("refuses a run that is under way, another person's, a place it never came to, and a result that is not there", async () => {
    const { appCode } = await publish(charges);
    const run = await runApp(appCode, { message: "x" });
    const stranger = { ...principal, personId: "stranger" };
    const request = { runId: run.id, place: { address: "second" }, choices: {} };
    await expect(forkRun(stranger, request)).rejects.toMatchObject({ code: "not_found" });
    await expect(forkRun({ ...principal, tenantId: "other" }, request)).rejects.toMatchObject({ code: "not_found" });
    await expect(forkRun({ ...principal, role: "viewer" }, request)).rejects.toMatchObject({ code: "forbidden" });
    await expect(forkRun(principal, { ...request, place: { address: "nowhere" } })).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(forkRun(principal, { ...request, choices: { unknown: "keep" } })).rejects.toMatchObject({
      code: "bad_request",
    });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = await startServer((_request, response) => void held.then(() => response.end("{}")));
    const { appCode: slowApp } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "slow", type: "tool", config: { method: "POST", url: slow.url } },
        { id: "say", type: "answer", config: { template: "done" } },
      ],
      edges: line("start", "slow", "say"),
    });
    const { runId } = await startAppRun(principal, { appCode: slowApp, source: "api", inputs: {}, message: "x" });
    await waitUntil(() => slow.requests.length === 1);
    await expect(forkRun(principal, { runId, place: { address: "start" }, choices: {} })).rejects.toMatchObject({
      code: "run_active",
    });
    release();
    await waitForEnd(runId);
    await slow.close();
  });

  it("begins one run of two that are asked for at the same moment", async () => {
    const { appCode } = await publish(charges);
    const run = await runApp(appCode, { message: "x" });
    const request = { runId: run.id, place: { address: "second" }, choices: {} };
    const asked = await Promise.allSettled([forkRun(principal, request), forkRun(principal, request)]);
    const refused = asked.filter((one) => one.status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "run_active" } }]);
    for (const one of asked) if (one.status === "fulfilled") await waitForEnd(one.value.runId);
    expect(paths()).toEqual(["/first", "/second"]);
  });

  it("keeps both answers in the conversation, on branches that can be switched", async () => {
    let count = 0;
    model.script(() => `answer ${(count += 1)}`);
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "think", type: "llm", config: { prompt: "{{ inputs.query }}" } },
        { id: "say", type: "answer", config: { template: "{{ nodes.think.text }}" } },
      ],
      edges: line("start", "think", "say"),
    });
    const run = await runApp(appCode, { message: "hello" });
    await runApp(appCode, { message: "and more", sessionId: run.sessionId });
    const again = await forked({ runId: run.id, address: "think" });
    const said = async () => (await getSession(principal, run.sessionId)).messages.map((message) => message.content);
    expect(again.sessionId).toBe(run.sessionId);
    expect(await said()).toEqual(["hello", "answer 3"]);
    const session = await getSession(principal, run.sessionId);
    const variants = session.runs.at(-1)?.variants;
    expect(variants).toMatchObject({ shown: 1, all: [{}, {}] });
    await switchBranch(principal, { sessionId: run.sessionId, seq: variants?.all[0]?.seq ?? 0, isEnd: false });
    expect(await said()).toEqual(["hello", "answer 1", "and more", "answer 2"]);
  });
});

describe("running again from inside an iteration", () => {
  it("does one item again and keeps the others", async () => {
    const { appCode } = await publish({
      inputs: [{ name: "orders", type: "array", required: true }],
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "each", type: "iteration", config: { items: "{{ inputs.orders }}" } },
        {
          id: "bill",
          type: "tool",
          title: "Bill",
          parent_id: "each",
          config: { method: "POST", url: `${receiver.url}/bill`, body: { order: "{{ current.item }}" } },
        },
        { id: "end", type: "end", config: { result: "{{ nodes.each.output.count }}" } },
      ],
      edges: line("start", "each", "end"),
    });
    const run = await runApp(appCode, { inputs: { orders: ["a", "b", "c"] } });
    expect(run).toMatchObject({ status: "completed" });
    const { calls } = await preview(run.id, "each[1]/bill");
    expect(calls).toMatchObject([{ address: "each[1]/bill", title: "Bill", arguments: { body: { order: "b" } } }]);
    const again = await forked({
      runId: run.id,
      address: "each[1]/bill",
      choices: { [calls[0]?.key ?? ""]: "again" },
    });
    expect(again).toMatchObject({ status: "completed", result: run.result });
    expect(receiver.requests.slice(3).map((request) => JSON.parse(request.body))).toEqual([{ order: "b" }]);
    const billed = again.nodeRuns.filter((node) => node.nodeId.endsWith("/bill")).map((node) => node.nodeId);
    expect(billed.toSorted()).toEqual(["each[0]/bill", "each[1]/bill", "each[2]/bill"]);
  });
});

describe("running again from inside an agent", () => {
  const book = (more: object = {}) => ({
    name: "book",
    description: "Books a seat",
    parameters: { type: "object", properties: { seat: { type: "string" } }, required: ["seat"] },
    method: "POST",
    url: `${receiver.url}/seats`,
    ...more,
  });
  const agent = (tools: Json[]): Draft => ({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "ask", type: "agent", config: { prompt: "{{ inputs.query }}", tools } },
      { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
    ],
    edges: line("start", "ask", "say"),
  });
  /** Books two seats at once, then one more, then says what it was told. */
  function scriptBookings(): void {
    model.script((messages) => {
      const told = messages.filter((message) => message.role === "tool").map((message) => message.content);
      if (told.length === 0) return [book1("1A"), book1("1B")];
      return told.length === 2 ? [book1("2A")] : told.join(" | ");
    });
  }
  const book1 = (seat: string) => ({ name: "book", arguments: { seat } });

  it("asks only the rounds after the point again, with what the kept calls came to", async () => {
    scriptBookings();
    const { appCode } = await publish(agent([book()]));
    const run = await runApp(appCode, { message: "three seats" });
    expect(run.status).toBe("completed");
    expect(model.asked).toHaveLength(3);
    const again = await forked({ runId: run.id, address: "ask#2" });
    // Word by word what it was told before, though the result has been through the database.
    expect(again).toMatchObject({ status: "completed", result: run.result });
    expect(model.asked).toHaveLength(5);
    expect(receiver.requests).toHaveLength(3);
    const messages = (await getSession(principal, run.sessionId)).messages;
    expect(messages.map((message) => message.role)).toEqual([
      "user",
      "assistant",
      "tool",
      "tool",
      "assistant",
      "tool",
      "assistant",
    ]);
  });

  it("finds the calls that an agent makes again in another round, and uses each choice once", async () => {
    scriptBookings();
    const { appCode } = await publish(agent([book()]));
    const run = await runApp(appCode, { message: "three seats" });
    // This time it books one after the other, and one seat twice.
    const seats = ["1B", "1A", "1A"];
    model.script((messages) => {
      const told = messages.filter((message) => message.role === "tool").map((message) => message.content);
      const seat = seats[told.length];
      return seat === undefined ? told.join(" | ") : [book1(seat)];
    });
    const again = await forked({ runId: run.id, address: "ask" });
    expect(again.status).toBe("completed");
    expect(receiver.requests.slice(3).map((request) => JSON.parse(request.body))).toEqual([{ seat: "1A" }]);
  });

  it("tells the model of a call that was skipped, and asks nobody about a call that is kept", async () => {
    model.script((messages) => {
      const told = messages.filter((message) => message.role === "tool").map((message) => message.content);
      return told.length > 0 ? `Told: ${told.join(" | ")}` : [book1("1A")];
    });
    const { appCode } = await publish(agent([book({ needs_approval: true })]));
    const run = await runApp(appCode, { message: "a seat" });
    const [question] = await listInterruptsOfRun(principal, run.id);
    await decideInterrupt(principal, {
      id: question?.id ?? "",
      via: "chat",
      status: "resolved",
      payload: { approved: true },
    });
    const resumed = await resumedRun(run.id);
    expect(resumed.status).toBe("completed");
    expect(receiver.requests).toHaveLength(1);

    // From the first segment's page, whose execution goes on in the second.
    const { calls } = await preview(run.id, "ask");
    expect(calls).toMatchObject([{ address: "ask#1.1", name: "book", outcome: "answered" }]);
    const kept = await forked({ runId: run.id, address: "ask" });
    expect(kept).toMatchObject({ status: "completed", parentRunId: resumed.id });
    expect(kept.result).toBe(resumed.result);
    const skipped = await forked({ runId: run.id, address: "ask", choices: { [calls[0]?.key ?? ""]: "skip" } });
    expect(skipped.result).toMatch(/Told: A person chose to skip this call of book/);
    expect(receiver.requests).toHaveLength(1);

    // A call that is to be made again is asked about again.
    const asked = await forked({ runId: run.id, address: "ask", choices: { [calls[0]?.key ?? ""]: "again" } });
    expect(asked.status).toBe("waiting");
    const open = (await listInterruptsOfRun(principal, asked.id)).filter((one) => one.status === "PENDING_APPROVAL");
    await decideInterrupt(principal, {
      id: open[0]?.id ?? "",
      via: "chat",
      status: "resolved",
      payload: { approved: true },
    });
    await resumedRun(asked.id);
    expect(receiver.requests).toHaveLength(2);
  });

  it("tells the model a result that a person has edited", async () => {
    scriptBookings();
    const { appCode } = await publish(agent([book()]));
    const run = await runApp(appCode, { message: "three seats" });
    const again = await forked({ runId: run.id, address: "ask#1.2", edit: { text: "sold out" } });
    expect(again.status).toBe("completed");
    const told = model.asked[3]?.filter((message) => message.role === "tool").map((message) => message.content);
    expect(told?.[1]).toBe("sold out");
    expect(receiver.requests).toHaveLength(3);
  });
});
