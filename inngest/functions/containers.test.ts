import { afterAll, describe, expect, it, vi } from "vitest";
import type { Json } from "@/server/domain/json";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("../../server/testing/scripted-model");
  return startScriptedModel();
});

const { decide, over, run, start } = await import("@/inngest/functions/containers.fixture");
const { db } = await import("@/server/db");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { startServer } = await import("@/server/testing/http-server");
const { eventTypes, principal, publish, resumedRun, runApp, runStudio } = await import("@/server/testing/studio");

runStudio();
const receiver = await startServer((request, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path: request.url })),
);
afterAll(async () => {
  await model.server.close();
  await receiver.close();
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
