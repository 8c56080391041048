import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpuTimer } from "../cpu-time.fixture";
import { workflowSchema } from "../workflow/schema";
import { deriveRunStatus } from "./derive-run-status";
import { compileGraph, type NodeState, planRun } from "./plan";
import type { NodeStatus } from "./status";

type Policy = "fail" | "continue" | "branch";

/** Edges as "a>b" or "a:port>b"; `n` is the start. */
function graphOf(edges: string[], policies: Record<string, Policy> = {}) {
  const parsed = edges.map((text) => {
    const [from = "", target = ""] = text.split(">");
    const [source = "", condition] = from.split(":");
    return { source, target, ...(condition ? { condition } : {}) };
  });
  const ids = [...new Set(["start", ...parsed.flatMap((edge) => [edge.source, edge.target])])];
  const nodes = ids.map((id) => ({ id, type: id === "start" ? "start" : "llm", on_error: policies[id] }));
  return compileGraph(workflowSchema.parse({ nodes, edges: parsed }));
}

/** States as "a:completed" or "a:completed:port". */
function statesOf(...texts: string[]): Map<string, NodeState> {
  return new Map(
    texts.map((text) => {
      const [id = "", status = "pending", port] = text.split(":");
      return [id, { status: status as NodeStatus, port }];
    }),
  );
}

const diamond = ["start>a", "start>b", "a>join", "b>join"];
const choice = ["start>if", "if:true>a", "if:false>b", "a>c", "b>join", "c>join"];

describe("planRun", () => {
  it("starts with the start", () => {
    expect(planRun(graphOf(diamond), new Map())).toEqual({ ready: ["start"], skipped: [], isDone: false });
  });

  it("runs branches in parallel", () => {
    expect(planRun(graphOf(diamond), statesOf("start:completed")).ready).toEqual(["a", "b"]);
  });

  it("waits at a join until no edge is open", () => {
    const graph = graphOf(diamond);
    expect(planRun(graph, statesOf("start:completed", "a:completed", "b:running"))).toEqual({
      ready: [],
      skipped: [],
      isDone: false,
    });
    expect(planRun(graph, statesOf("start:completed", "a:completed", "b:completed")).ready).toEqual(["join"]);
  });

  it("does not name a running node again", () => {
    expect(planRun(graphOf(diamond), statesOf("start:completed", "a:running")).ready).toEqual(["b"]);
  });

  it("skips the way not taken all along, in one call", () => {
    const plan = planRun(graphOf(choice), statesOf("start:completed", "if:completed:false"));
    expect(plan).toEqual({ ready: ["b"], skipped: ["a", "c"], isDone: false });
  });

  it("runs a join when at least one way to it is live", () => {
    const states = statesOf("start:completed", "if:completed:false", "a:skipped", "c:skipped", "b:completed");
    expect(planRun(graphOf(choice), states)).toEqual({ ready: ["join"], skipped: [], isDone: false });
  });

  it("is done when everything has ended, or will never run", () => {
    const graph = graphOf(["start>if", "if:true>a"]);
    expect(planRun(graph, statesOf("start:completed", "if:completed:false"))).toEqual({
      ready: [],
      skipped: ["a"],
      isDone: true,
    });
    expect(planRun(graph, statesOf("start:completed", "if:completed:true", "a:completed")).isDone).toBe(true);
  });

  it("skips nodes that nothing leads to", () => {
    expect(planRun(graphOf(["start>a", "alone>b"]), new Map()).skipped).toEqual(["alone", "b"]);
  });

  it("starts nothing new after a failure that nothing handles, and is done when the rest has ended", () => {
    const graph = graphOf(diamond);
    expect(planRun(graph, statesOf("start:completed", "a:failed"))).toEqual({ ready: [], skipped: [], isDone: true });
    expect(planRun(graph, statesOf("start:completed", "a:failed", "b:running")).isDone).toBe(false);
  });

  it("starts nothing new after a cancellation", () => {
    expect(planRun(graphOf(diamond), statesOf("start:completed", "a:cancelled"))).toMatchObject({
      ready: [],
      isDone: true,
    });
  });

  it("goes on past a failed node whose policy is continue", () => {
    const graph = graphOf(["start>a", "a>b"], { a: "continue" });
    expect(planRun(graph, statesOf("start:completed", "a:failed")).ready).toEqual(["b"]);
  });

  it("takes the error way of a failed node whose policy is branch, and the other way when it completed", () => {
    const graph = graphOf(["start>a", "a>b", "a:error>c"], { a: "branch" });
    expect(planRun(graph, statesOf("start:completed", "a:failed"))).toMatchObject({ ready: ["c"], skipped: ["b"] });
    expect(planRun(graph, statesOf("start:completed", "a:completed"))).toMatchObject({ ready: ["b"], skipped: ["c"] });
  });

  it("refuses a graph with a cycle", () => {
    expect(() => graphOf(["start>a", "a>b", "b>a"])).toThrow("lead around in a circle");
  });

  it("F-46 ends every node of every acyclic graph exactly once, each after all before it", () => {
    const size = 9;
    const place = fc.integer({ min: 0, max: size - 1 });
    const edges = fc.array(fc.tuple(place, place, fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(edges, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (pairs, choices) => {
        const acyclic = pairs.filter(([source, target]) => source < target);
        const document = workflowSchema.parse({
          nodes: Array.from({ length: size }, (_, index) => ({ id: `n${index}`, type: index === 0 ? "start" : "llm" })),
          edges: acyclic.map(([source, target, isOther]) => ({
            source: `n${source}`,
            target: `n${target}`,
            ...(isOther ? { condition: "other" } : {}),
          })),
        });
        const graph = compileGraph(document);
        const states = new Map<string, NodeState>();
        let step = 0;
        for (;;) {
          const plan = planRun(graph, states);
          for (const id of plan.skipped) {
            expect(states.has(id)).toBe(false);
            states.set(id, { status: "skipped" });
          }
          for (const id of plan.ready) {
            expect(states.has(id)).toBe(false);
            for (const edge of document.edges.filter((one) => one.target === id)) {
              expect(states.get(edge.source)?.status).toMatch(/completed|skipped/);
            }
            states.set(id, { status: "running" });
          }
          const running = [...states].filter(([, state]) => state.status === "running").map(([id]) => id);
          expect(plan.isDone).toBe(running.length === 0);
          if (plan.isDone) break;
          const choice = choices[step % choices.length] ?? 0;
          const ended = running[choice % running.length] ?? "";
          states.set(ended, { status: "completed", port: choice % 2 === 0 ? "next" : "other" });
          step += 1;
        }
        expect(states.size).toBe(size);
        for (const node of document.nodes.slice(1)) {
          const hasLive = document.edges.some((edge) => {
            const source = states.get(edge.source);
            return (
              edge.target === node.id && source?.status === "completed" && source.port === (edge.condition ?? "next")
            );
          });
          expect(states.get(node.id)?.status).toBe(hasLive ? "completed" : "skipped");
        }
        expect(deriveRunStatus(graph, states)).toBe("completed");
      }),
    );
  });

  it("plans a step of 5,000 nodes and 20,000 edges in milliseconds", () => {
    const edges = Array.from({ length: 5000 }, (_, index) =>
      [1, 2, 3, 4].map((on) => `n${index}>n${index + on}`),
    ).flat();
    const graph = graphOf(["start>n0", ...edges]);
    const states = statesOf("start:completed", "n0:completed");
    const cpuMs = startCpuTimer();
    for (let round = 0; round < 20; round += 1) expect(planRun(graph, states).ready).toEqual(["n1"]);
    expect(cpuMs()).toBeLessThan(2000);
  });
});

describe("deriveRunStatus", () => {
  it.each<[string[], Record<string, Policy>, string]>([
    [[], {}, "running"],
    [["start:completed", "a:running"], {}, "running"],
    [["start:completed", "a:completed", "b:skipped", "join:completed"], {}, "completed"],
    [["start:completed", "a:failed", "b:running"], {}, "failed"],
    [["start:completed", "a:failed", "b:completed", "join:completed"], { a: "continue" }, "completed"],
    [["start:completed", "a:failed", "b:running"], { a: "branch" }, "running"],
    [["start:completed", "a:cancelled", "b:completed"], {}, "cancelled"],
    [["start:completed", "a:cancelled", "b:failed"], {}, "failed"],
  ])("of %j with %j is %s", (states, policies, expected) => {
    expect(deriveRunStatus(graphOf(diamond, policies), statesOf(...states))).toBe(expected);
  });
});
