import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workflow } from "../workflow/schema";
import { type ForkRow, isWithin, planFork } from "./fork";

const node = (id: string, type = "code", parent_id?: string) => ({
  id,
  type,
  config: {},
  ...(parent_id ? { parent_id } : {}),
});

const document = (nodes: ReturnType<typeof node>[], edges: [string, string][]): Workflow => ({
  version: "1.0",
  inputs: [],
  nodes,
  edges: edges.map(([source, target]) => ({ source, target })),
  settings: {},
});

const rowsOf = (...addresses: string[]): ForkRow[] =>
  addresses.map((address) => ({ address, status: "completed", port: "default" }));

const diamond = document(
  [node("start", "start"), node("ask", "agent"), node("beside"), node("join"), node("say", "answer")],
  [
    ["start", "ask"],
    ["start", "beside"],
    ["ask", "join"],
    ["beside", "join"],
    ["join", "say"],
  ],
);
const diamondRows = rowsOf(
  "start",
  "beside",
  "ask#0",
  "ask#1",
  "ask#1.1",
  "ask#1.2",
  "ask#2",
  "ask#2.1",
  "ask#3",
  "ask",
  "join",
  "say",
);

const keptFrom = (address: string, edited?: string) =>
  planFork(diamond, diamondRows, { address, ...(edited ? { edited } : {}) }).kept;

describe("going on from a point of a run", () => {
  it("keeps what lies before a node and beside it, and nothing at it or after it", () => {
    expect(keptFrom("ask")).toEqual(["start", "beside"]);
    expect(keptFrom("join")).toEqual(
      diamondRows.map((row) => row.address).filter((id) => id !== "join" && id !== "say"),
    );
    expect(keptFrom("start")).toEqual([]);
  });

  it("keeps an agent's rounds before the one that is asked again", () => {
    expect(keptFrom("ask#2")).toEqual(["start", "beside", "ask#0", "ask#1", "ask#1.1", "ask#1.2"]);
    expect(keptFrom("ask#1")).toEqual(["start", "beside", "ask#0"]);
    expect(keptFrom("ask#0")).toEqual(["start", "beside"]);
  });

  it("keeps the round that made a call, and the calls beside it", () => {
    expect(keptFrom("ask#1.2")).toEqual(["start", "beside", "ask#0", "ask#1", "ask#1.1"]);
  });

  it("keeps what a person says a piece came to, and does only what comes after it again", () => {
    expect(keptFrom("join", "join")).toEqual(
      diamondRows.map((row) => row.address).filter((address) => address !== "say"),
    );
    expect(keptFrom("ask#1.1", "ask#1.1")).toEqual(["start", "beside", "ask#0", "ask#1", "ask#1.1", "ask#1.2"]);
  });

  it("does everything again that an edited piece leads to, also before the point", () => {
    expect(keptFrom("say", "ask")).toEqual(["start", "beside", "ask"]);
  });

  it("does again what failed without anything handling it, and keeps a failure that led on", () => {
    const rows: ForkRow[] = [
      { address: "start", status: "completed", port: "default" },
      { address: "ask", status: "failed", port: null },
      { address: "beside", status: "failed", port: "error" },
    ];
    expect(planFork(diamond, rows, { address: "join" })).toEqual({ kept: ["start", "beside"], again: ["ask"] });
  });

  describe("inside containers", () => {
    const nested = document(
      [
        node("start", "start"),
        node("items", "iteration"),
        node("read", "code", "items"),
        node("ask", "agent", "items"),
        node("passes", "loop"),
        node("try", "code", "passes"),
        node("end", "end"),
      ],
      [
        ["start", "items"],
        ["read", "ask"],
        ["items", "passes"],
        ["passes", "end"],
      ],
    );
    const rows = rowsOf(
      "start",
      "items#0",
      ...[0, 1, 2].flatMap((item) => [`items[${item}]/read`, `items[${item}]/ask#1`, `items[${item}]/ask`]),
      "items#end",
      "items",
      "passes#0",
      ...[0, 1, 2].map((item) => `passes[${item}]/try`),
      "passes#end",
      "passes",
      "end",
    );
    const kept = (address: string) => planFork(nested, rows, { address }).kept;

    it("keeps the other items of an iteration, and ends the iteration anew", () => {
      expect(kept("items[1]/ask")).toEqual([
        "start",
        "items#0",
        "items[0]/read",
        "items[0]/ask#1",
        "items[0]/ask",
        "items[1]/read",
        "items[2]/read",
        "items[2]/ask#1",
        "items[2]/ask",
      ]);
    });

    it("does the later passes of a loop again, because each begins with the one before", () => {
      expect(kept("passes[1]/try").filter((address) => address.startsWith("passes"))).toEqual([
        "passes#0",
        "passes[0]/try",
      ]);
    });

    it("does everything inside a container again when the container is the point", () => {
      expect(kept("items")).toEqual(["start"]);
    });
  });

  it("does all of another workflow again when the point lies inside it", () => {
    const rows = rowsOf("start", "ask#0", "ask#1", "ask#1.1/first", "ask#1.1/second", "ask#1.1", "ask#1.2", "ask");
    expect(planFork(diamond, rows, { address: "ask#1.1/second" }).kept).toEqual(["start", "ask#0", "ask#1", "ask#1.2"]);
  });

  it("keeps exactly the nodes that no way leads to from the point, in any graph", () => {
    const graphs = fc
      .integer({ min: 2, max: 14 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
          fc.nat(count - 1),
        ),
      );
    fc.assert(
      fc.property(graphs, ([count, pairs, at]) => {
        const ids = Array.from({ length: count }, (_, index) => `n${index}`);
        const edges = pairs
          .filter(([from, to]) => from < to)
          .map(([from, to]): [string, string] => [`n${from}`, `n${to}`]);
        const plan = planFork(
          document(
            ids.map((id) => node(id)),
            edges,
          ),
          rowsOf(...ids),
          { address: `n${at}` },
        );
        const again = new Set([`n${at}`]);
        // In the order of ids every edge leads forward, so one pass finds all that is reached.
        for (const id of ids) if (edges.some(([from, to]) => to === id && again.has(from))) again.add(id);
        expect(new Set(plan.again)).toEqual(again);
        expect(plan.kept.length + plan.again.length).toBe(count);
      }),
    );
  });
});

describe("a piece of a piece", () => {
  it.each([
    ["ask", "ask", true],
    ["ask#1", "ask", true],
    ["ask[2]/x", "ask", true],
    ["ask/x", "ask", true],
    ["asking", "ask", false],
    ["ask#1.1/x", "ask#1.1", true],
    ["ask#1.12", "ask#1.1", false],
  ])("%s is within %s: %s", (address, piece, expected) => {
    expect(isWithin(address, piece)).toBe(expected);
  });
});
