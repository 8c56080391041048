import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpuTimer } from "../cpu-time.fixture";
import type { Json } from "../json";
import { isPublishable, validateWorkflow } from "./validate-workflow";

type Node = Record<string, Json>;

const start: Node = { id: "start", type: "start" };
const llm: Node = { id: "llm", type: "llm", config: { prompt: "{{ inputs.query }}" } };
const answer: Node = { id: "answer", type: "answer", config: { template: "{{ nodes.llm.text }}" } };
const inputs = [{ name: "query", type: "string" }];

const edge = (source: string, target: string, condition?: string) => ({
  source,
  target,
  ...(condition ? { condition } : {}),
});
const chain = (...ids: string[]) => ids.slice(1).map((id, index) => edge(ids[index] ?? "", id));

/** A start, the given nodes in a chain, and an answer. */
function around(...nodes: Node[]) {
  const fixed = { id: "answer", type: "answer", config: { template: "done" } };
  const all = [start, ...nodes, fixed];
  return { inputs, nodes: all, edges: chain(...all.map((node) => String(node.id))) };
}

const good = { version: "1.0", inputs, nodes: [start, llm, answer], edges: chain("start", "llm", "answer") };

function findings(document: unknown): string[] {
  return validateWorkflow(document).issues.map(
    (issue) => `${issue.severity === "error" ? "" : "~"}${issue.code}@${issue.nodeId ?? issue.edgeId ?? ""}`,
  );
}

function messages(document: unknown): string {
  return validateWorkflow(document)
    .issues.map((issue) => `${issue.severity}: ${issue.message}`)
    .join("\n");
}

describe("validateWorkflow", () => {
  it("finds nothing wrong with a good workflow and gives it with its defaults", () => {
    const { workflow, issues } = validateWorkflow(good);
    expect(issues).toEqual([]);
    expect(workflow?.settings).toEqual({});
  });

  it.each([null, undefined, 1, "x", [], () => 1, Number.NaN])("refuses %s as not a document", (document) => {
    expect(validateWorkflow(document)).toMatchObject({ issues: [{ code: "wrong_shape" }] });
  });

  it("F-46 tells wrong shapes with their path and node", () => {
    const { workflow, issues } = validateWorkflow({ nodes: [{ id: "a", type: 3 }], edges: [{ source: "a" }] });
    expect(workflow).toBeUndefined();
    expect(issues.map((issue) => [issue.code, issue.path?.join("."), issue.nodeId])).toEqual([
      ["wrong_shape", "nodes.0.type", "a"],
      ["wrong_shape", "edges.0.target", undefined],
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ["an empty document", {}, ["missing_start@", "missing_answer@"]],
    ["no start", { nodes: [{ ...answer, config: { text: "x" } }] }, ["missing_start@"]],
    ["two starts", { ...good, nodes: [...good.nodes, { id: "start-2", type: "start" }] }, ["several_starts@start-2"]],
    ["no answer and no end", { inputs, nodes: [start, llm], edges: chain("start", "llm") }, ["missing_answer@"]],
    [
      "an end but no answer",
      { nodes: [start, { id: "end", type: "end" }], edges: chain("start", "end") },
      ["~missing_answer@"],
    ],
    [
      "a duplicate id",
      { ...good, nodes: [...good.nodes, { ...llm }] },
      ["duplicate_node_id@llm", "~unreachable_node@llm"],
    ],
    [
      "an edge to a missing node",
      { ...good, edges: [...good.edges, edge("llm", "gone")] },
      ["dangling_edge@llm:->gone"],
    ],
    ["the same edge twice", { ...good, edges: [...good.edges, edge("start", "llm")] }, ["duplicate_edge@start:->llm"]],
    [
      "an edge into the start",
      { ...good, edges: [...good.edges, edge("answer", "start")] },
      ["edge_into_start@start", "cycle@start"],
    ],
    ["a self loop", { ...good, edges: [...good.edges, edge("llm", "llm")] }, ["cycle@llm"]],
    ["an unknown way out", { ...good, edges: [...good.edges, edge("llm", "answer", "error")] }, ["unknown_port@llm"]],
    ["an unknown type", around({ id: "x", type: "lmm" }), ["unknown_node_type@x"]],
    ["an invalid configuration", around({ id: "x", type: "llm" }), ["node_config_invalid@x"]],
    ["a node on its own", { ...good, nodes: [...good.nodes, { ...llm, id: "alone" }] }, ["~unreachable_node@alone"]],
    [
      "a branch that goes nowhere",
      around({ id: "if", type: "if-else", config: { expression: "true" } }),
      ["unknown_port@if", "missing_branch@if"],
    ],
    [
      "going on after a failed condition",
      around({ id: "if", type: "if-else", on_error: "continue", config: { expression: "true" } }),
      ["node_config_invalid@if", "unknown_port@if", "missing_branch@if"],
    ],
    ["two inputs of one name", { ...good, inputs: [...inputs, ...inputs] }, ["duplicate_input@"]],
  ])("F-46 finds %s", (_, document, expected) => {
    expect(findings(document).toSorted()).toEqual(expected.toSorted());
  });

  it("F-46 finds what follows an end", () => {
    const document = {
      nodes: [start, { id: "end", type: "end" }, { ...answer, config: { text: "x" } }],
      edges: chain("start", "end", "answer"),
    };
    expect(findings(document)).toEqual(["edge_out_of_end@end"]);
  });

  it("F-46 names every cycle and the way around it", () => {
    const nodes = [start, ...["a", "b", "c", "d"].map((id) => ({ ...llm, id })), { ...answer, config: { text: "x" } }];
    const edges = [...chain("start", "a", "b", "a"), ...chain("b", "c", "d", "c"), edge("d", "answer")];
    const cycles = validateWorkflow({ inputs, nodes, edges }).issues.filter((issue) => issue.code === "cycle");
    expect(cycles.map((issue) => issue.message)).toEqual([
      "These nodes lead around in a circle: a → b → a.",
      "These nodes lead around in a circle: c → d → c.",
    ]);
  });

  it("warns of a way out without an edge, and of an error way too", () => {
    const nodes = [
      start,
      { id: "if", type: "if-else", config: { cases: [{ id: "a", label: "Large", expression: "true" }] } },
      { id: "call", type: "tool", config: { url: "/x" }, on_error: "branch" },
      { ...answer, config: { text: "x" } },
    ];
    const edges = [edge("start", "if"), edge("if", "call", "else"), edge("call", "answer")];
    expect(messages({ nodes, edges })).toBe(
      'warning: The way out "Large" of if leads nowhere.\nwarning: The way out "Error" of call leads nowhere.',
    );
  });

  it("tells which ways out there are when an edge names none", () => {
    expect(messages(around({ id: "if", type: "condition", title: "Big?", config: { expression: "true" } }))).toContain(
      "Big? has several ways out and the edge names none; its ways out are true, false.",
    );
  });

  it("warns of a setting that the kind does not have", () => {
    const document = around({ id: "x", type: "llm", config: { prompt: "x", systemprompt: "y" } });
    expect(messages(document)).toBe('warning: LLM nodes have no setting "systemprompt". Did you mean system_prompt?');
    expect(findings(around({ id: "x", type: "retriever", config: { query_template: "x", documents: [] } }))).toEqual(
      [],
    );
  });

  it("gives the path of a configuration problem in the document", () => {
    const [issue] = validateWorkflow(around({ id: "x", type: "llm", config: { prompt: "x", temperature: 9 } })).issues;
    expect(issue).toMatchObject({
      code: "node_config_invalid",
      nodeId: "x",
      path: ["nodes", 1, "config", "temperature"],
    });
  });

  it.each([
    "__proto__",
    "constructor",
    "toString",
    "prototype",
    "a.b",
    "a b",
    "-a",
    "../../x",
    "$(touch x)",
    "; touch x #",
    "\u202Ex",
    "a\u0000",
  ])("F-49 V-42 refuses the node id %j", (id) => {
    const document = around({ id, type: "llm", config: { prompt: "x" } });
    expect(findings(document)).toContain(`invalid_node_id@${id}`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("F-49 refuses reserved input names and keeps the object prototype clean", () => {
    expect(findings({ ...good, inputs: [...inputs, { name: "__proto__" }, { name: "a.b" }] })).toEqual([
      "invalid_name@",
      "invalid_name@",
    ]);
    validateWorkflow(
      JSON.parse(
        '{"nodes":[{"id":"a","type":"llm","config":{"__proto__":{"polluted":1}}}],"__proto__":{"polluted":1}}',
      ),
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("F-48 refuses deep nesting before reading it, without exhausting the stack", () => {
    for (const depth of [65, 10_000, 200_000]) {
      const deep: unknown = JSON.parse("[".repeat(depth) + "]".repeat(depth));
      expect(validateWorkflow({ nodes: deep })).toMatchObject({ issues: [{ code: "too_deep" }] });
      expect(validateWorkflow({ nodes: [{ id: "a", type: "llm", config: { x: deep } }] }).issues[0]?.code).toBe(
        "too_deep",
      );
    }
  });

  it("F-46 refuses more than 5,000 nodes or 20,000 edges", () => {
    const nodes = Array.from({ length: 5001 }, (_, index) => ({ id: `n${index}`, type: "llm" }));
    expect(findings({ nodes })).toEqual(["too_large@"]);
    expect(findings({ edges: Array.from({ length: 20_001 }, () => edge("a", "b")) })).toEqual(["too_large@"]);
  });

  it("never throws, whatever the document holds", () => {
    const id = fc.constantFrom("a", "b", "start", "__proto__", "");
    const text = fc.constantFrom("{{ nodes.a.text }}", "{{ state.x", "state.x > 1", "{{ inputs.q }}", "");
    const config = fc.dictionary(
      fc.constantFrom("prompt", "template", "expression", "cases", "assignments", "url"),
      fc.oneof(text, fc.jsonValue()),
    );
    const node = fc.record(
      {
        id,
        type: fc.constantFrom("start", "llm", "if-else", "answer", "end", "tool", "assigner", "x"),
        config,
        on_error: fc.constantFrom("fail", "continue", "branch", undefined),
      },
      { requiredKeys: ["id", "type"] },
    );
    const anyEdge = fc.record({ source: id, target: id, condition: fc.constantFrom("true", "error", undefined) });
    fc.assert(
      fc.property(fc.array(node), fc.array(anyEdge), fc.anything(), (nodes, edges, anything) => {
        expect(validateWorkflow({ inputs: [{ name: "q" }], nodes, edges }).issues).toBeInstanceOf(Array);
        expect(validateWorkflow(anything).issues).toBeInstanceOf(Array);
      }),
      { numRuns: 300 },
    );
  });

  it("validates 5,000 nodes and 20,000 edges in under two seconds", () => {
    const nodes: Node[] = [start];
    for (let index = 0; index < 4998; index += 1) {
      const before = index === 0 ? "inputs.query" : `nodes.n${Math.floor(index / 2)}.text`;
      nodes.push({ id: `n${index}`, type: "llm", config: { prompt: `{{ ${before} | default("") }}` } });
    }
    nodes.push({ id: "answer", type: "answer", config: { template: "{{ nodes.n4997.text }}" } });
    const edges = nodes
      .slice(1)
      .flatMap((node, index) =>
        [1, 2, 3, 4].flatMap((back) =>
          index + 1 - back >= 0 ? [edge(String(nodes[index + 1 - back]?.id), String(node.id))] : [],
        ),
      );
    const cpuMs = startCpuTimer();
    const { issues } = validateWorkflow({ inputs, nodes, edges });
    expect(cpuMs()).toBeLessThan(2000);
    expect(isPublishable(issues)).toBe(true);
  });
});
