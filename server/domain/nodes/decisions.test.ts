import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json";
import { decideAnswer } from "./answer";
import { decideAssigner } from "./assigner";
import { decideEnd } from "./end";
import { decideIfElse } from "./decide-if-else";
import type { RunContext } from "./outcome";
import { parseConfigOf, type ConfigOf } from "./registry";
import { decideTemplateTransform } from "./template-transform";
import type { NodeKind } from "../workflow/schema";

const context: RunContext = {
  inputs: { query: 'Say "hi"', amount: 120 },
  state: { count: 1 },
  nodes: { llm: { text: "Hello" } },
  session: {},
  current: { node_id: "n" },
};

function configOf<Kind extends NodeKind>(kind: Kind, config: JsonObject): ConfigOf<Kind> {
  const parsed = parseConfigOf(kind, config);
  if (!parsed.ok) throw new Error(parsed.issues.map((issue) => issue.message).join());
  return parsed.value;
}

describe("decideIfElse", () => {
  it("goes true or false by the condition", () => {
    const route = (expression: string) => decideIfElse(configOf("if-else", { expression }), context);
    expect(route("inputs.amount > 100")).toEqual({ port: "true", output: { condition_result: true, route: "true" } });
    expect(route("inputs.amount > 200")).toEqual({
      port: "false",
      output: { condition_result: false, route: "false" },
    });
  });

  it("takes the first case that holds, without looking at later ones", () => {
    const config = configOf("if-else", {
      cases: [
        { id: "small", expression: "inputs.amount < 100" },
        { id: "large", expression: "inputs.amount >= 100" },
        { id: "never", expression: "state.unknown" },
      ],
    });
    expect(decideIfElse(config, context)).toEqual({
      port: "large",
      output: { condition_result: true, route: "large" },
    });
  });

  it("takes else when no case holds", () => {
    const config = configOf("if-else", { cases: [{ id: "a", expression: "false" }] });
    expect(decideIfElse(config, context)).toEqual({ port: "else", output: { condition_result: false, route: "else" } });
  });

  it("refuses a condition that is not true or false", () => {
    expect(() => decideIfElse(configOf("if-else", { expression: "inputs.amount" }), context)).toThrow(
      "must be true or false",
    );
  });
});

describe("decideAssigner", () => {
  it("sets values with their types, all read before any is set", () => {
    const config = configOf("assigner", {
      assignments: { count: "{{ inputs.amount }}", before: "{{ state.count }}", fixed: [true] },
    });
    const updates = { count: 120, before: 1, fixed: [true] };
    expect(decideAssigner(config, context)).toEqual({
      port: "next",
      output: { state_updates: updates },
      stateUpdates: updates,
    });
  });
});

describe("decideTemplateTransform", () => {
  it("renders text", () => {
    const config = configOf("template-transform", { template: "{{ nodes.llm.text }}!" });
    expect(decideTemplateTransform(config, context)).toEqual({ port: "next", text: "Hello!" });
  });

  it("reads the text as JSON when asked to", () => {
    const config = configOf("template-transform", { template: '{"q": {{ inputs.query | json }}}', as: "json" });
    expect(decideTemplateTransform(config, context)).toMatchObject({ output: { json: { q: 'Say "hi"' } } });
  });

  it("says so when the text is not JSON", () => {
    const config = configOf("template-transform", { template: '{"q": "{{ inputs.query }}"}', as: "json" });
    expect(() => decideTemplateTransform(config, context)).toThrow("The template did not render to JSON");
  });
});

describe("decideAnswer and decideEnd", () => {
  it("answers with the rendered text", () => {
    expect(decideAnswer(configOf("answer", { text: "{{ nodes.llm.text }}" }), context)).toEqual({
      port: "next",
      text: "Hello",
    });
  });

  it("ends with the rendered result, or with none", () => {
    const config = configOf("end", { result: { amount: "{{ inputs.amount }}" } });
    expect(decideEnd(config, context)).toEqual({ port: "next", output: { amount: 120 } });
    expect(decideEnd(configOf("end", {}), context)).toEqual({ port: "next" });
  });
});
