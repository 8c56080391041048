import { afterAll, describe, expect, it, vi } from "vitest";
import type { Json } from "@/server/domain/json";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("../../server/testing/scripted-model");
  return startScriptedModel();
});

const { db, pool } = await import("@/server/db");
const { decideInterrupt } = await import("@/server/services/interrupts/decide-interrupt");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { startServer } = await import("@/server/testing/http-server");
const { eventTypes, principal, publish, runApp, runStudio, waitForEnd, waitUntil } =
  await import("@/server/testing/studio");

runStudio();
const receiver = await startServer((request, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path: request.url })),
);
afterAll(async () => {
  await model.server.close();
  await receiver.close();
});

const start = { id: "start", type: "start", config: {} };
const listInput = { name: "list", type: "array", required: true } as const;

/** An iteration over the input `list` around the given nodes. */
function over(body: Draft["nodes"], bodyEdges: Draft["edges"] = [], config: Record<string, Json> = {}): Draft {
  return {
    inputs: [listInput],
    nodes: [
      start,
      { id: "each", type: "iteration", config: { items: "{{ inputs.list }}", ...config } },
      ...body.map((node) => ({ ...node, parent_id: "each" })),
      { id: "end", type: "end", config: { result: "{{ nodes.each.output.items }}" } },
    ],
    edges: [{ source: "start", target: "each" }, ...bodyEdges, { source: "each", target: "end" }],
  };
}

async function run(draft: Draft, inputs: Record<string, Json>) {
  const { appCode } = await publish(draft);
  return runApp(appCode, { inputs });
}

async function resumedRun(runId: string) {
  await waitUntil(async () => (await db.run.count({ where: { parentRunId: runId } })) > 0);
  return waitForEnd((await db.run.findFirstOrThrow({ where: { parentRunId: runId } })).id);
}

const decide = (id: string, payload: Json) =>
  decideInterrupt(principal, { id, via: "inbox", status: "resolved", payload });

const cutWriter = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'signalbox-writer'`;

describe("an iteration", () => {
  it("runs its body for each item, in order, and sees what is around it", async () => {
    const ended = await run(
      over(
        [
          { id: "shout", type: "template-transform", config: { template: "{{ current.index }}:{{ current.item }}!" } },
          {
            id: "wrap",
            type: "template-transform",
            config: { template: "<{{ nodes.shout.text }}>{{ inputs.list.0 }}" },
          },
        ],
        [{ source: "shout", target: "wrap" }],
      ),
      { list: ["a", "b", "c"] },
    );
    expect(ended).toMatchObject({ status: "completed", result: ["<0:a!>a", "<1:b!>a", "<2:c!>a"] });
    expect(ended.nodeRuns.map((node) => node.nodeId)).toContain("each[2]/wrap");
  });

  it("tells how many items there are when it begins", async () => {
    const ended = await run(over([{ id: "say", type: "template-transform", config: { template: "x" } }]), {
      list: ["a", "b"],
    });
    const begun = await db.event.findMany({ where: { runId: ended.id, type: "node.started" } });
    expect(begun.map((event) => event.payload)).toContainEqual(
      expect.objectContaining({ nodeId: "each", itemCount: 2 }),
    );
  });

  it("calls tools side by side, each item with its own idempotency key", async () => {
    receiver.requests.length = 0;
    const list = Array.from({ length: 12 }, (_, index) => index);
    const ended = await run(
      over([{ id: "call", type: "tool", config: { method: "POST", url: `${receiver.url}/{{ current.item }}` } }], [], {
        parallelism: 4,
      }),
      { list },
    );
    expect(ended.status).toBe("completed");
    expect((ended.result as { body: Json }[]).map((one) => one.body)).toEqual(
      list.map((item) => ({ path: `/${item}` })),
    );
    const keys = receiver.requests.map((request) => request.headers["idempotency-key"]);
    expect(new Set(keys)).toEqual(new Set(list.map((item) => `${ended.id}:each/call:${item}:1`)));
  });

  it("calls once for each of three hundred items, two side by side", async () => {
    receiver.requests.length = 0;
    const list = Array.from({ length: 300 }, (_, index) => index);
    const ended = await run(
      over([{ id: "call", type: "tool", config: { method: "POST", url: `${receiver.url}/{{ current.item }}` } }], [], {
        parallelism: 2,
      }),
      { list },
    );
    expect(ended.status).toBe("completed");
    expect((ended.result as { body: Json }[]).map((one) => one.body)).toEqual(
      list.map((item) => ({ path: `/${item}` })),
    );
    expect(receiver.requests).toHaveLength(300);
  });

  it("F-08 goes on where it was when what it says can not be written in the middle, and calls again only what had not ended", async () => {
    const calls = new Map<string, number>();
    const cutting = await startServer((request, response) => {
      const key = String(request.headers["idempotency-key"]);
      calls.set(key, (calls.get(key) ?? 0) + 1);
      const answer = () =>
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path: request.url }));
      if (calls.size === 20) void pool.query(cutWriter).then(answer, answer);
      else answer();
    });
    const list = Array.from({ length: 60 }, (_, index) => index);
    const body: Draft["nodes"] = [
      { id: "call", type: "tool", config: { method: "POST", url: `${cutting.url}/{{ current.item }}` } },
      { id: "told", type: "template-transform", config: { template: "{{ nodes.call.output.body.path }}" } },
    ];
    const ended = await run(over(body, [{ source: "call", target: "told" }], { parallelism: 3 }), { list });
    await cutting.close();
    expect(ended).toMatchObject({ status: "completed", result: list.map((item) => `/${item}`) });
    expect(calls.size).toBe(60);
    expect([...calls.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(63);
  });

  it("may have another inside it, whose items see both", async () => {
    const ended = await run(
      {
        inputs: [listInput],
        nodes: [
          start,
          { id: "each", type: "iteration", config: { items: "{{ inputs.list }}", parallelism: 2 } },
          {
            id: "inner",
            type: "iteration",
            parent_id: "each",
            config: { items: "{{ current.item.parts }}", parallelism: 2 },
          },
          {
            id: "say",
            type: "template-transform",
            parent_id: "inner",
            config: { template: "{{ current.item }} of {{ inputs.list.0.name }}" },
          },
          { id: "end", type: "end", config: { result: "{{ nodes.each.output.items }}" } },
        ],
        edges: [
          { source: "start", target: "each" },
          { source: "each", target: "end" },
        ],
      },
      {
        list: [
          { name: "a", parts: ["a1", "a2", "a3"] },
          { name: "b", parts: [] },
          { name: "c", parts: ["c1"] },
        ],
      },
    );
    expect(ended.status).toBe("completed");
    expect((ended.result as { items: Json }[]).map(({ items }) => items)).toEqual([
      ["a1 of a", "a2 of a", "a3 of a"],
      [],
      ["c1 of a"],
    ]);
    expect(ended.nodeRuns.map((node) => node.nodeId)).toContain("each[0]/inner[2]/say");
  });

  it("notes a failing item where it is to go on, and fails with the item's error where not", async () => {
    const body: Draft["nodes"] = [
      { id: "check", type: "if-else", config: { cases: [{ id: "ok", expression: "current.item > 0" }] } },
      { id: "good", type: "template-transform", config: { template: "fine" } },
      { id: "bad", type: "code", config: { language: "javascript", code: "throw new Error('no')" } },
    ];
    const edges: Draft["edges"] = [
      { source: "check", target: "good", condition: "ok" },
      { source: "check", target: "bad", condition: "else" },
    ];
    const going = await run(over(body, edges, { on_item_error: "continue" }), { list: [1, 0, 2] });
    expect(going).toMatchObject({ status: "completed" });
    expect(going.result).toMatchObject(["fine", { error: { code: "code_failed" } }, "fine"]);
    expect(await run(over(body, edges), { list: [1, 0, 2] })).toMatchObject({
      status: "failed",
      error: { code: "code_failed" },
    });
  });

  it("of no items is empty, and of something else than a list is refused with a sentence", async () => {
    const body: Draft["nodes"] = [{ id: "say", type: "template-transform", config: { template: "x" } }];
    expect(await run(over(body), { list: [] })).toMatchObject({ status: "completed", result: [] });
    const { inputs: _inputs, ...rest } = over(body);
    expect(
      await run({ ...rest, inputs: [{ name: "list", type: "string", required: true }] }, { list: "x" }),
    ).toMatchObject({
      status: "failed",
      error: { code: "iteration_not_a_list" },
    });
  });

  it("asks people inside it: each item by itself, and goes on with the answers at the right items", async () => {
    const waiting = await run(
      over(
        [
          {
            id: "ask",
            type: "human-input",
            config: {
              message: "What about {{ current.item }}?",
              form: { type: "object", properties: { say: { type: "string" } } },
            },
          },
          {
            id: "told",
            type: "template-transform",
            config: { template: "{{ current.item }}={{ nodes.ask.output.values.say }}" },
          },
        ],
        [{ source: "ask", target: "told" }],
        { parallelism: 3 },
      ),
      { list: ["a", "b", "c"] },
    );
    expect(waiting.status).toBe("waiting");
    const interrupts = await listInterruptsOfRun(principal, waiting.id);
    expect(interrupts.map((one) => [one.nodeId, one.message]).toSorted()).toEqual([
      ["each[0]/ask", "What about a?"],
      ["each[1]/ask", "What about b?"],
      ["each[2]/ask", "What about c?"],
    ]);
    for (const { id, nodeId } of interrupts.toReversed()) await decide(id, { values: { say: nodeId.slice(5, 6) } });
    expect(await resumedRun(waiting.id)).toMatchObject({ status: "completed", result: ["a=0", "b=1", "c=2"] });
  });
});

describe("a loop", () => {
  const counting = (config: Record<string, Json>): Draft => ({
    nodes: [
      start,
      { id: "again", type: "loop", config: config as Record<string, never> },
      {
        id: "count",
        type: "assigner",
        parent_id: "again",
        config: { assignments: { n: "{{ current.index }}" } },
      },
      { id: "end", type: "end", config: { result: "{{ nodes.again.output.count }}, {{ state.n }}" } },
    ],
    edges: [
      { source: "start", target: "again" },
      { source: "again", target: "end" },
    ],
  });

  it("repeats until its condition holds, and what is assigned inside is there afterwards", async () => {
    expect(await run(counting({ until: "state.n >= 3", max_passes: 10 }), {})).toMatchObject({
      status: "completed",
      result: "4, 3",
    });
  });

  it("ends at its limit, as a failure where it says so", async () => {
    expect(await run(counting({ until: "false", max_passes: 2 }), {})).toMatchObject({ result: "2, 1" });
    expect(await run(counting({ until: "false", max_passes: 2, on_limit: "fail" }), {})).toMatchObject({
      status: "failed",
      error: { code: "loop_limit" },
    });
    expect(await run(counting({ until: "nodes.nothing.text == 1" }), {})).toMatchObject({ status: "failed" });
  });
});

describe("a workflow inside another", () => {
  const inner = (): Draft => ({
    inputs: [{ name: "query", type: "string", required: true }],
    nodes: [start, { id: "say", type: "answer", config: { template: "inner {{ inputs.query }}" } }],
    edges: [{ source: "start", target: "say" }],
  });
  const outer = (appCode: string): Draft => ({
    nodes: [
      start,
      { id: "sub", type: "sub-workflow", config: { app_code: appCode, inputs: { query: "of {{ inputs.query }}" } } },
      { id: "say", type: "answer", config: { template: "outer: {{ nodes.sub.text }}" } },
    ],
    edges: [
      { source: "start", target: "sub" },
      { source: "sub", target: "say" },
    ],
  });

  it("gives its answer to the node and says nothing in the chat itself", async () => {
    const { appCode } = await publish(inner());
    const { appCode: outerCode } = await publish(outer(appCode));
    const ended = await runApp(outerCode, { message: "hello" });
    expect(ended).toMatchObject({ status: "completed", result: "outer: inner of hello" });
    const said = await db.message.findMany({ where: { runId: ended.id, role: "assistant" } });
    expect(said.map((message) => message.content)).toEqual(["outer: inner of hello"]);
  });

  it("refuses missing inputs, an app that is not there, and going too deep, each with its code", async () => {
    const { appCode } = await publish(inner());
    const { nodes, edges } = outer(appCode);
    const without = nodes.map((node) => (node.id === "sub" ? { ...node, config: { app_code: appCode } } : node));
    expect(await run({ nodes: without, edges }, {})).toMatchObject({
      status: "failed",
      error: { code: "invalid_input" },
    });
    expect(await run(outer("nothing-here"), {})).toMatchObject({ status: "failed", error: { code: "tool_not_found" } });
    const { appCode: self, workflowId } = await publish(inner());
    const { saveDraft } = await import("@/server/services/workflows/save-draft");
    const { publishWorkflow } = await import("@/server/services/workflows/publish-workflow");
    const { draftVersion } = await db.workflow.findUniqueOrThrow({ where: { id: workflowId } });
    const draft = { ...outer(self), inputs: inner().inputs };
    const saved = await saveDraft(principal, { id: workflowId, expectedVersion: draftVersion, draft });
    await publishWorkflow(principal, { id: workflowId, expectedVersion: saved.draftVersion });
    expect(await runApp(self, { message: "deep" })).toMatchObject({
      status: "failed",
      error: { code: "sub_workflow_too_deep" },
    });
  });
});

describe("an agent that calls another app", () => {
  it("H-14 gated three deep: inside an iteration, an app and a subagent, it pauses and resumes at the right item", async () => {
    receiver.requests.length = 0;
    const gated = {
      name: "pay",
      description: "Pays",
      parameters: { type: "object", properties: { to: { type: "string" } }, required: ["to"] },
      method: "POST",
      url: `${receiver.url}/pay`,
      needs_approval: true,
    };
    const agent = (prompt: string, tools: Json[]): Draft => ({
      inputs: [{ name: "query", type: "string", required: true }],
      nodes: [
        start,
        { id: "ask", type: "agent", config: { prompt, tools } },
        { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
      ],
      edges: [
        { source: "start", target: "ask" },
        { source: "ask", target: "say" },
      ],
    });
    const payer = await publish(agent("PAYER {{ inputs.query }}", [gated]), "Payer");
    const boss = await publish(agent("BOSS {{ inputs.query }}", [{ app_code: payer.appCode }]), "Boss");
    const toolName = payer.appCode.replaceAll(/[^A-Za-z0-9_-]/g, "_");
    model.script((messages) => {
      const [first] = messages.filter((message) => message.role === "user");
      const told = messages.find((message) => message.role === "tool")?.content;
      const who = String(first?.content);
      if (told !== undefined) return `${who.split(" ")[0]} heard ${told}`;
      const subject = who.split(" ").at(-1) ?? "";
      return who.startsWith("BOSS")
        ? [{ name: toolName, arguments: { query: subject } }]
        : [{ name: "pay", arguments: { to: subject } }];
    });
    const waiting = await run(
      over(
        [
          {
            id: "sub",
            type: "sub-workflow",
            config: { app_code: boss.appCode, inputs: { query: "{{ current.item }}" } },
          },
        ],
        [],
        {
          parallelism: 2,
        },
      ),
      { list: ["ann", "bob"] },
    );
    expect(waiting.status).toBe("waiting");
    const types = await eventTypes(waiting.id);
    expect(types.filter((type) => type === "subagent.started")).toHaveLength(2);
    expect(types.filter((type) => type === "subagent.finished")).toHaveLength(2);
    const interrupts = await listInterruptsOfRun(principal, waiting.id);
    expect(interrupts.map((one) => [one.nodeId, one.proposal]).toSorted()).toEqual([
      ["each[0]/sub/ask#1.1/ask#1.1", { to: "ann" }],
      ["each[1]/sub/ask#1.1/ask#1.1", { to: "bob" }],
    ]);
    const [ann, bob] = ["ann", "bob"].map((to) => interrupts.find((one) => (one.proposal as { to: string }).to === to));
    await decide(ann?.id ?? "", { approved: true });
    await decide(bob?.id ?? "", { approved: false, reason: "Not bob" });
    const asked = model.asked.length;
    const ended = await resumedRun(waiting.id);
    expect(ended.status).toBe("completed");
    const [first, second] = ended.result as string[];
    expect(first).toBe('BOSS heard PAYER heard {"path":"/pay"}');
    expect(second).toContain("Not bob");
    expect(receiver.requests.map((request) => JSON.parse(request.body))).toEqual([{ to: "ann" }]);
    // Each of the two agents of each item is asked once more, and no round twice.
    expect(model.asked.length - asked).toBe(4);
  });
});
