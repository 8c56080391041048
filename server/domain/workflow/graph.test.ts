import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancestorsOf, buildGraph, findCycles, reachableFrom } from "./graph";
import { availableVariables } from "./available-variables";
import { nextNodeId } from "./next-node-id";
import { workflowSchema } from "./schema";

function graphOf(count: number, pairs: [number, number][]) {
  return buildGraph(
    workflowSchema.parse({
      nodes: Array.from({ length: count }, (_, index) => ({ id: `n${index}`, type: "llm" })),
      edges: pairs.map(([source, target]) => ({ source: `n${source}`, target: `n${target}` })),
    }),
  );
}

const size = 8;
const place = fc.integer({ min: 0, max: size - 1 });
const pairs = fc.array(fc.tuple(place, place), { maxLength: 16 });

describe("buildGraph", () => {
  it("orders nodes so that every edge leads forward", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const acyclic = all.filter(([source, target]) => source < target);
        const { order } = graphOf(size, acyclic);
        expect(order.toSorted((left, right) => left - right)).toEqual([...Array(size).keys()]);
        for (const [source, target] of acyclic) expect(order.indexOf(source)).toBeLessThan(order.indexOf(target));
      }),
    );
  });

  it("leaves out edges to nodes that do not exist", () => {
    const graph = graphOf(2, [
      [0, 5],
      [0, 1],
    ]);
    expect(graph.outgoing[0]?.map((edge) => edge.target)).toEqual([1]);
  });

  it("finds what comes after and before a node", () => {
    const graph = graphOf(5, [
      [0, 1],
      [1, 2],
      [3, 2],
    ]);
    expect([...reachableFrom(graph, [0])]).toEqual([0, 1, 2]);
    expect([...ancestorsOf(graph, 2)].toSorted()).toEqual([0, 1, 3]);
  });
});

describe("findCycles", () => {
  it("finds a closed way around whenever the graph cannot be ordered, and none otherwise", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const graph = graphOf(size, all);
        const cycles = findCycles(graph, 20);
        expect(cycles.length > 0).toBe(graph.order.length < size);
        for (const cycle of cycles) {
          for (const [at, edge] of cycle.entries()) expect(edge.target).toBe(cycle[(at + 1) % cycle.length]?.source);
        }
      }),
    );
  });

  it("stops at the limit", () => {
    expect(
      findCycles(
        graphOf(3, [
          [0, 0],
          [1, 1],
          [2, 2],
        ]),
        2,
      ),
    ).toHaveLength(2);
  });

  it("F-46 takes apart a ring of 5,000 nodes without exhausting the stack", () => {
    const ring = graphOf(
      5000,
      Array.from({ length: 5000 }, (_, index): [number, number] => [index, (index + 1) % 5000]),
    );
    expect(findCycles(ring, 20).map((cycle) => cycle.length)).toEqual([5000]);
  });
});

describe("availableVariables", () => {
  const workflow = workflowSchema.parse({
    inputs: [{ name: "query", type: "text", description: "The question" }],
    nodes: [
      { id: "start", type: "start" },
      { id: "set", type: "assigner", title: "Remember", config: { assignments: { topic: "x" } } },
      { id: "search", type: "retriever", config: { query: "x", documents: [] } },
      { id: "broken", type: "llm" },
      { id: "late", type: "llm", config: { prompt: "x" } },
      { id: "other", type: "llm", config: { prompt: "x" } },
    ],
    edges: [
      { source: "start", target: "set" },
      { source: "set", target: "search" },
      { source: "search", target: "broken" },
      { source: "broken", target: "late" },
    ],
  });

  const pathsFor = (nodeId: string) =>
    availableVariables(workflow, nodeId)
      .map((variable) => variable.path)
      .filter((path) => !path.startsWith("session.") && !path.startsWith("current."));

  it("lists inputs, the outputs of earlier nodes with the nearest first, and state", () => {
    expect(pathsFor("late")).toEqual([
      "inputs.query",
      "nodes.search.output.retrieved_documents",
      "nodes.set.output.state_updates",
      "nodes.start.output",
      "state.topic",
    ]);
  });

  it("says where each comes from", () => {
    const byPath = new Map(availableVariables(workflow, "late").map((variable) => [variable.path, variable]));
    expect(byPath.get("inputs.query")).toMatchObject({ type: "string", description: "The question" });
    expect(byPath.get("state.topic")).toMatchObject({ description: "Set by Remember", nodeId: "set" });
  });

  it("offers the conversation everywhere", () => {
    const paths = availableVariables(workflow, "start").map((variable) => variable.path);
    expect(paths).toEqual(expect.arrayContaining(["session.transcript", "current.node_id"]));
  });

  it("gives inputs and state for a node that is not there", () => {
    expect(pathsFor("gone")).toEqual(["inputs.query", "state.topic"]);
  });
});

describe("nextNodeId", () => {
  it("is the kind, then the kind with the lowest free number from 2", () => {
    const withIds = (...ids: string[]) => workflowSchema.parse({ nodes: ids.map((id) => ({ id, type: "llm" })) });
    expect(nextNodeId(withIds(), "llm")).toBe("llm");
    expect(nextNodeId(withIds("llm", "llm-3"), "llm")).toBe("llm-2");
    expect(nextNodeId(withIds("if-else", "if-else-2"), "if-else")).toBe("if-else-3");
  });
});
