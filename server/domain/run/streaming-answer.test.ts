import { describe, expect, it } from "vitest";
import type { Json } from "../json";
import { workflowSchema } from "../workflow/schema";
import { streamedAnswers } from "./streaming-answer";

type Node = Record<string, Json>;

function answersOf(nodes: Node[], edges: Json[]) {
  return Object.fromEntries(streamedAnswers(workflowSchema.parse({ nodes, edges })));
}

function single(template: string, speaker: Node = {}, edge: Node = {}) {
  const nodes: Node[] = [
    { id: "llm", type: "llm", config: { prompt: "x" }, ...speaker },
    { id: "answer", type: "answer", config: { template } },
  ];
  return answersOf(nodes, [{ source: "llm", target: "answer", ...edge }]);
}

describe("streamedAnswers", () => {
  it("streams a model's text with fixed text around it", () => {
    expect(single("{{ nodes.llm.text }}")).toEqual({ llm: { answerNodeId: "answer", prefix: "", suffix: "" } });
    expect(single("Here: {{nodes.llm.text}}.\n")).toEqual({
      llm: { answerNodeId: "answer", prefix: "Here: ", suffix: ".\n" },
    });
    expect(single("\\{{ {{ nodes.llm.text }}")).toEqual({ llm: { answerNodeId: "answer", prefix: "{{ ", suffix: "" } });
  });

  it.each([
    ["a filter changes the text", "{{ nodes.llm.text | trim }}"],
    ["something else is put in as well", "{{ nodes.llm.text }}{{ inputs.query }}"],
    ["the text comes twice", "{{ nodes.llm.text }}{{ nodes.llm.text }}"],
    ["another value is shown", "{{ nodes.llm.output }}"],
    ["another node speaks", "{{ nodes.other.text }}"],
    ["the answer is fixed text", "Hello"],
    ["the template cannot be read", "{{ nodes.llm.text"],
  ])("does not stream when %s", (_, template) => {
    expect(single(template)).toEqual({});
  });

  it("does not stream when a failure would not end the run, or the way is the error way", () => {
    expect(single("{{ nodes.llm.text }}", { on_error: "fail" })).toHaveProperty("llm");
    expect(single("{{ nodes.llm.text }}", { on_error: "continue" })).toEqual({});
    expect(single("{{ nodes.llm.text }}", { on_error: "branch" })).toEqual({});
    expect(single("{{ nodes.llm.text }}", {}, { condition: "error" })).toEqual({});
  });

  it("streams an agent's text only without fixed text around it", () => {
    const agent = { type: "agent" };
    expect(single("{{ nodes.llm.text }}", agent)).toHaveProperty("llm");
    expect(single("So: {{ nodes.llm.text }}", agent)).toEqual({});
  });

  it("streams no other kind's text", () => {
    expect(single("{{ nodes.llm.text }}", { type: "code", config: { code: "x" } })).toEqual({});
  });

  it("does not stream into an answer that something else also leads to", () => {
    const nodes: Node[] = [
      { id: "start", type: "start" },
      { id: "llm", type: "llm", config: { prompt: "x" } },
      { id: "answer", type: "answer", config: { text: "{{ nodes.llm.text }}" } },
    ];
    const edges = [
      { source: "start", target: "llm" },
      { source: "llm", target: "answer" },
    ];
    expect(answersOf(nodes, edges)).toHaveProperty("llm");
    expect(answersOf(nodes, [...edges, { source: "start", target: "answer" }])).toEqual({});
  });

  it("speaks for one answer at most", () => {
    const nodes: Node[] = [
      { id: "llm", type: "llm", config: { prompt: "x" } },
      { id: "a", type: "answer", config: { text: "{{ nodes.llm.text }}" } },
      { id: "b", type: "answer", config: { text: "{{ nodes.llm.text }}" } },
    ];
    expect(
      answersOf(nodes, [
        { source: "llm", target: "a" },
        { source: "llm", target: "b" },
      ]),
    ).toMatchObject({ llm: { answerNodeId: "a" } });
  });
});
