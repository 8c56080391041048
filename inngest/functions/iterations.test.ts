import { afterAll, describe, expect, it } from "vitest";
import { decide, listInput, over, run, start } from "@/inngest/functions/containers.fixture";
import { db, pool } from "@/server/db";
import type { Json } from "@/server/domain/json";
import { listInterruptsOfRun } from "@/server/services/interrupts/get-interrupt";
import { startServer } from "@/server/testing/http-server";
import { type Draft, principal, resumedRun, runStudio } from "@/server/testing/studio";

runStudio();
const receiver = await startServer((request, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path: request.url })),
);
afterAll(() => receiver.close());

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
    let isCut = false;
    const cutting = await startServer((request, response) => {
      const key = String(request.headers["idempotency-key"]);
      calls.set(key, (calls.get(key) ?? 0) + 1);
      const answer = () =>
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path: request.url }));
      // Once: the calls that are made again come while there are still twenty.
      if (calls.size === 20 && !isCut) {
        isCut = true;
        void pool.query(cutWriter).then(answer, answer);
      } else answer();
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
