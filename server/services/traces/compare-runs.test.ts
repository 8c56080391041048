import { afterAll, describe, expect, it, vi } from "vitest";
import type { Draft } from "@/server/testing/studio";

const model = await vi.hoisted(async () => {
  const { startScriptedModel } = await import("@/server/testing/scripted-model");
  return startScriptedModel();
});

const { unpackSpans } = await import("@/server/domain/run/trace");
const { decideInterrupt } = await import("@/server/services/interrupts/decide-interrupt");
const { listInterruptsOfRun } = await import("@/server/services/interrupts/get-interrupt");
const { getTrace } = await import("@/server/services/runs/get-trace");
const { compareRuns } = await import("@/server/services/traces/compare-runs");
const { forkRun } = await import("@/server/services/traces/fork-run");
const { startServer } = await import("@/server/testing/http-server");
const { principal, publish, resumedRun, runApp, runStudio, waitForEnd } = await import("@/server/testing/studio");

runStudio();
const receiver = await startServer((_request, response, count) =>
  response.writeHead(200, { "content-type": "application/json", "x-count": String(count) }).end('{"ok":true}'),
);
afterAll(async () => {
  await model.server.close();
  await receiver.close();
});

const draft: Draft = {
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "think", type: "llm", title: "Think", config: { prompt: "{{ inputs.query }}" } },
    { id: "send", type: "tool", title: "Send", config: { method: "POST", url: `${receiver.url}/send` } },
    { id: "say", type: "answer", title: "Say", config: { template: "{{ nodes.think.text }}" } },
  ],
  edges: [
    { source: "start", target: "think" },
    { source: "think", target: "send" },
    { source: "send", target: "say" },
  ],
};

describe("two runs side by side", () => {
  it("tells where they first differ, what each came to, and what each cost", async () => {
    model.script(() => "blue");
    const { appCode } = await publish(draft);
    const run = await runApp(appCode, { message: "a colour" });
    model.script(() => "green");
    const { runId } = await forkRun(principal, { runId: run.id, place: { address: "think" }, choices: {} });
    const again = await waitForEnd(runId);
    const comparison = await compareRuns(principal, { a: run.id, b: again.id });
    expect(comparison.pairs.map((pair) => [pair.address, pair.difference])).toEqual([
      ["start", "none"],
      ["think", "output"],
      // Its result was kept.
      ["send", "none"],
      ["say", "output"],
    ]);
    expect(comparison.firstDifference).toBe(1);
    expect(comparison.pairs[1]).toMatchObject({ left: { preview: "blue" }, right: { preview: "green" } });
    expect(comparison.pairs[0]?.right?.isKept).toBe(true);
    expect(comparison.left).toMatchObject({ id: run.id, result: "blue", costMicros: run.costMicros });
    expect(comparison.right).toMatchObject({ id: again.id, result: "green" });
    const same = await compareRuns(principal, { a: run.id, b: run.id });
    expect(same.firstDifference).toBe(-1);
  });

  it("does not take a response for another because of its headers", async () => {
    model.script(() => "blue");
    const { appCode } = await publish(draft);
    const [first, second] = [await runApp(appCode, { message: "x" }), await runApp(appCode, { message: "x" })];
    const { pairs, firstDifference } = await compareRuns(principal, { a: first.id, b: second.id });
    expect(pairs.find((pair) => pair.address === "send")?.difference).toBe("none");
    expect(firstDifference).toBe(-1);
  });

  it("lists an agent before its rounds, and takes no call for another because of its id", async () => {
    const tool = { name: "send", parameters: { type: "object", properties: {} }, method: "POST", url: receiver.url };
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "ask", type: "agent", config: { prompt: "{{ inputs.query }}", tools: [tool] } },
        { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
      ],
      edges: [
        { source: "start", target: "ask" },
        { source: "ask", target: "say" },
      ],
    });
    const script = (answer: string) =>
      model.script((messages) =>
        messages.some((message) => message.role === "tool") ? answer : [{ name: "send", arguments: {} }],
      );
    script("sent");
    const first = await runApp(appCode, { message: "x" });
    script("done");
    const second = await runApp(appCode, { message: "x" });
    const { pairs, firstDifference } = await compareRuns(principal, { a: first.id, b: second.id });
    expect(pairs.map((pair) => [pair.address, pair.difference])).toEqual([
      ["start", "none"],
      ["ask", "output"],
      ["ask#1", "none"],
      ["ask#1.1", "none"],
      ["ask#2", "output"],
      ["say", "output"],
    ]);
    expect(firstDifference).toBe(4);
  });

  it("does not exist for others", async () => {
    model.script(() => "blue");
    const { appCode } = await publish(draft);
    const run = await runApp(appCode, { message: "x" });
    await expect(compareRuns({ ...principal, tenantId: "other" }, { a: run.id, b: run.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the trace of an execution", () => {
  it("says of a run from a point where it left, and of the run that it left what was begun from it", async () => {
    model.script(() => "blue");
    const { appCode } = await publish(draft);
    const run = await runApp(appCode, { message: "x" });
    const { runId } = await forkRun(principal, {
      runId: run.id,
      place: { address: "think" },
      choices: {},
      edit: { text: "red" },
    });
    await waitForEnd(runId);
    const trace = await getTrace(principal, runId);
    expect(trace.fork).toMatchObject({
      runId: run.id,
      point: { address: "think", title: "Think" },
      edit: { before: { text: "blue" }, after: { text: "red" } },
      calls: { keep: 1, again: 0, skip: 0 },
    });
    expect(trace.nodeRuns.map((node) => [node.nodeId, node.keptFrom])).toEqual([
      ["start", run.id],
      ["think", run.id],
      ["send", null],
      ["say", null],
    ]);
    expect(unpackSpans(trace.spans).find((span) => span.kind === "tool")?.chosen).toBe("keep");
    const left = await getTrace(principal, run.id);
    expect(left.forks).toMatchObject([{ id: runId, point: { title: "Think" }, isEdited: true, status: "completed" }]);
    // Each is an execution of its own.
    expect(left.segments).toHaveLength(1);
    expect(trace.segments).toHaveLength(1);
  });

  it("joins the segments of a run that waited, whichever of them is asked for", async () => {
    const { appCode } = await publish({
      nodes: [
        { id: "start", type: "start", config: {} },
        {
          id: "send",
          type: "tool",
          title: "Send",
          config: { method: "POST", url: `${receiver.url}/send`, needs_approval: true },
        },
        { id: "say", type: "answer", config: { template: "sent" } },
      ],
      edges: [
        { source: "start", target: "send" },
        { source: "send", target: "say" },
      ],
    });
    const run = await runApp(appCode, { message: "x" });
    const [question] = await listInterruptsOfRun(principal, run.id);
    await decideInterrupt(principal, {
      id: question?.id ?? "",
      via: "chat",
      status: "resolved",
      payload: { approved: true },
    });
    const resumed = await resumedRun(run.id);
    const trace = await getTrace(principal, run.id);
    expect(await getTrace(principal, resumed.id)).toMatchObject({ id: trace.id, segments: trace.segments });
    expect(trace).toMatchObject({
      id: resumed.id,
      status: "completed",
      segments: [
        { id: run.id, status: "waiting" },
        { id: resumed.id, status: "completed" },
      ],
    });
    // What the second took over is in the first one's rows.
    expect(trace.nodeRuns.map((node) => [node.nodeId, node.runId === run.id ? 1 : 2, node.status])).toEqual([
      ["start", 1, "completed"],
      ["send", 1, "waiting"],
      ["send", 2, "completed"],
      ["say", 2, "completed"],
    ]);
    const spans = unpackSpans(trace.spans);
    expect(spans.filter((span) => span.kind === "run").map((span) => span.segment)).toEqual([0, 1]);
  });
});
