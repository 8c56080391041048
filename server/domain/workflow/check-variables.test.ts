import { describe, expect, it } from "vitest";
import type { Json } from "../json";
import { validateWorkflow } from "./validate-workflow";

type Node = Record<string, Json>;

const start: Node = { id: "start", type: "start" };
const edge = (source: string, target: string, condition?: string) => ({
  source,
  target,
  ...(condition ? { condition } : {}),
});
const llm = (id: string, prompt = "x", more: Node = {}): Node => ({ id, type: "llm", config: { prompt }, ...more });
const answer = (template: string, id = "answer"): Node => ({ id, type: "answer", config: { template } });
const choice: Node = { id: "if", type: "if-else", config: { expression: "true" } };
const assign = (id: string, name: string): Node => ({ id, type: "assigner", config: { assignments: { [name]: 1 } } });

function findings(nodes: Node[], edges: Json[]): string[] {
  const inputs = [{ name: "query" }, { name: "items", type: "array" }];
  return validateWorkflow({ inputs, nodes: [start, ...nodes], edges }).issues.map(
    (issue) => `${issue.severity}: ${issue.message}`,
  );
}

/** What is said about an answer that follows one node. */
function afterLlm(template: string, more: Node = {}): string[] {
  return findings([llm("llm", "x", more), answer(template)], [edge("start", "llm"), edge("llm", "answer")]);
}

describe("variables of templates and expressions", () => {
  it.each([
    "{{ inputs.query }}",
    "{{ inputs.items.0.name }}",
    "{{ nodes.llm.text }}",
    "{{ nodes.llm }}",
    "{{ nodes.llm.output.usage.input_tokens }}",
    "{{ nodes.start.output.query }}",
    "{{ current.node_id }}{{ session.id }}",
    "{{ state | json }}",
  ])("accepts %s", (template) => {
    expect(afterLlm(template)).toEqual([]);
  });

  it.each([
    ["{{ inputs.querry }}", 'error: The workflow has no input "querry". Did you mean inputs.query?'],
    ["{{ inputs.gone | default(1) }}", 'warning: The workflow has no input "gone".'],
    ["{{ inputs.query.text }}", 'error: inputs.query is a string and has no part "text".'],
    ["{{ nodes.lmm.text }}", 'error: There is no node "lmm". Did you mean nodes.llm?'],
    ["{{ nodes.llm.txt }}", "error: llm has no output txt; it has text, output.usage, output.model."],
    ["{{ nodes.llm.text.0 }}", "error: llm has no output text.0; it has text, output.usage, output.model."],
    ["{{ nodes.llm.output.json }}", "error: llm has no output output.json; it has text, output.usage, output.model."],
    ["{{ nodes.answer.text }}", "error: A node cannot read its own output, so nodes.answer has no value here."],
    ["{{ state.x }}", "error: No assigner sets state.x."],
    ["{{ state.x | default(1) }}", "warning: No assigner sets state.x."],
    ["{{ current.id }}", "error: current.id does not exist here; only current.node_id does."],
    ["{{ nodes.llm.text", 'error: A placeholder is not closed with "}}" (line 1, column 18).'],
  ])("F-46 says what is wrong with %s", (template, message) => {
    expect(afterLlm(template)).toEqual([message]);
  });

  it("reads templates where an agent's tool calls go, not where the model is told of it", () => {
    const tool = { name: "t", description: "{{ not a template", url: "/x/{{ inputs.gone }}" };
    const nodes = [
      { id: "agent", type: "agent", config: { prompt: "x", tools: [tool, { tool_binding_id: "b" }] } },
      answer("x"),
    ];
    expect(findings(nodes, [edge("start", "agent"), edge("agent", "answer")])).toEqual([
      'error: The workflow has no input "gone".',
    ]);
  });

  it("points at the field", () => {
    const nodes = [
      start,
      { id: "call", type: "tool", config: { url: "/x", body: { list: [{ q: "{{ inputs.gone }}" }] } } },
    ];
    const issue = validateWorkflow({ nodes }).issues.find((one) => one.code === "unknown_variable");
    expect(issue).toMatchObject({ nodeId: "call", path: ["nodes", 1, "config", "body", "list", 0, "q"] });
  });

  it("checks expressions in the same way", () => {
    const nodes = [
      {
        ...choice,
        config: {
          cases: [
            { id: "a", expression: "nodes.late.text == 1" },
            { id: "b", expression: "score > 1" },
          ],
        },
      },
      llm("late"),
      answer("x"),
    ];
    const edges = [
      edge("start", "if"),
      edge("if", "late", "a"),
      edge("if", "answer", "b"),
      edge("if", "answer", "else"),
      edge("late", "answer"),
    ];
    expect(findings(nodes, edges)).toEqual([
      "error: late does not run before this node, so nodes.late has no value here.",
      "error: score is not a known variable; variables start with state, nodes, inputs, session, current (at character 1).",
    ]);
  });

  it("refuses the output of a node that runs in parallel", () => {
    const edges = [edge("start", "a"), edge("start", "b"), edge("a", "answer"), edge("b", "answer")];
    expect(findings([llm("a"), llm("b", "{{ nodes.a.text }}"), answer("x")], edges)).toEqual([
      "error: a does not run before this node, so nodes.a has no value here.",
    ]);
  });

  it("accepts all outputs after parallel branches have joined", () => {
    const edges = [edge("start", "a"), edge("start", "b"), edge("a", "answer"), edge("b", "answer")];
    expect(findings([llm("a"), llm("b"), answer("{{ nodes.a.text }}{{ nodes.b.text }}")], edges)).toEqual([]);
  });

  it("warns of an output that another branch leaves unset, unless it has a default or is asked for", () => {
    const edges = [
      edge("start", "if"),
      edge("if", "a", "true"),
      edge("if", "b", "false"),
      edge("a", "answer"),
      edge("b", "answer"),
    ];
    const joined = (template: string) => findings([choice, llm("a"), llm("b"), answer(template)], edges);
    expect(joined("{{ nodes.a.text }}")).toEqual([
      "warning: a has no output when another branch was taken; give nodes.a a default.",
    ]);
    expect(
      joined('{{ nodes.a.text | default("") }}{{ nodes.b.text | default("") }}{{ nodes.if.output.route }}'),
    ).toEqual([]);
  });

  it("does not warn inside the branch, nor behind parallel nodes of the branch", () => {
    const edges = [
      edge("start", "if"),
      edge("if", "a", "true"),
      edge("if", "other", "false"),
      edge("a", "b"),
      edge("a", "c"),
      edge("b", "answer"),
      edge("c", "answer"),
    ];
    const nodes = [
      choice,
      llm("a"),
      llm("b", "{{ nodes.a.text }}"),
      llm("c"),
      answer("{{ nodes.a.text }}{{ nodes.b.text }}{{ nodes.c.text }}"),
      answer("no", "other"),
    ];
    expect(findings(nodes, edges)).toEqual([]);
  });

  it("warns of state that may not be set yet", () => {
    const nodes = [choice, assign("set", "x"), answer("{{ state.x }}")];
    const edges = [
      edge("start", "if"),
      edge("if", "set", "true"),
      edge("if", "answer", "false"),
      edge("set", "answer"),
    ];
    expect(findings(nodes, edges)).toEqual(["warning: state.x may not be set yet when this runs; give it a default."]);
    expect(
      findings([assign("set", "x"), answer("{{ state.x }}")], [edge("start", "set"), edge("set", "answer")]),
    ).toEqual([]);
  });

  it("warns of the output of a node whose failure is passed over, and offers why it failed", () => {
    expect(afterLlm("{{ nodes.llm.text }}", { on_error: "continue" })).toEqual([
      "warning: llm has no output when it has failed; give nodes.llm a default.",
    ]);
    expect(afterLlm("{{ nodes.llm.output.error.message }}", { on_error: "continue" })).toEqual([]);
  });

  it("knows that a failed node has an output on its way on, but not on its error way", () => {
    const nodes = [
      llm("llm", "x", { on_error: "branch" }),
      answer("{{ nodes.llm.text }}"),
      answer("{{ nodes.llm.text }}", "sorry"),
    ];
    const edges = [edge("start", "llm"), edge("llm", "answer"), edge("llm", "sorry", "error")];
    const issues = validateWorkflow({ nodes: [start, ...nodes], edges }).issues;
    expect(issues.map((issue) => [issue.code, issue.severity, issue.nodeId])).toEqual([
      ["unknown_variable", "warning", "sorry"],
    ]);
  });
});
