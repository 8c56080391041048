import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json";
import { nodeKinds } from "../workflow/schema";
import { nodeDefinitions, parseConfig, parseConfigOf, portsOf, resolveKind } from "./registry";

function issuesOf(type: string, config: JsonObject): string[] {
  const parsed = parseConfig({ type, config });
  return parsed.ok ? [] : parsed.issues.map((issue) => `${(issue.path ?? []).join(".")}: ${issue.message}`);
}

describe("nodeDefinitions", () => {
  it.each(nodeKinds)("%s has an initial configuration that is valid, save for documents still to come", (kind) => {
    expect(issuesOf(kind, nodeDefinitions[kind].initialConfig as JsonObject)).toEqual([]);
  });

  it.each(nodeKinds)(
    "%s describes itself: label, summary, and a hint for no field that its schema does not have",
    (kind) => {
      const definition = nodeDefinitions[kind];
      const config = definition.configSchema.parse(definition.initialConfig);
      expect(definition.label).not.toBe("");
      expect(definition.description).toMatch(/\.$/);
      expect(definition.summary(config as never)).toBeTypeOf("string");
      const known = Object.keys(definition.configSchema.shape);
      expect(Object.keys(definition.fields).filter((name) => !known.includes(name))).toEqual([]);
      expect(known.filter((name) => !(name in definition.fields))).toEqual([]);
    },
  );

  it("has no name for two kinds", () => {
    const names = Object.values(nodeDefinitions).flatMap((definition) => [definition.kind, ...definition.aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("resolveKind", () => {
  it.each([
    ["llm", "llm"],
    ["condition", "if-else"],
    ["retriever", "knowledge-retrieval"],
    ["template", "template-transform"],
    ["http", "tool"],
    ["knowledge_retrieval", "knowledge-retrieval"],
    ["IF_ELSE", "if-else"],
    ["constructor", undefined],
    ["__proto__", undefined],
    ["for-each", "iteration"],
    ["webhook", undefined],
  ])("%s is %s", (type, kind) => {
    expect(resolveKind(type)).toBe(kind);
  });
});

describe("parseConfig", () => {
  it("fills in the defaults", () => {
    expect(parseConfigOf("agent", { prompt: "x" })).toMatchObject({ ok: true, value: { max_rounds: 50, tools: [] } });
    expect(parseConfigOf("code", { code: "x" })).toMatchObject({
      ok: true,
      value: { language: "python", timeout_seconds: 10 },
    });
    expect(parseConfigOf("tool", { url: "/x" })).toMatchObject({ ok: true, value: { timeout_seconds: 30 } });
    expect(parseConfigOf("knowledge-retrieval", { query: "x", documents: [] })).toMatchObject({
      ok: true,
      value: { top_k: 4 },
    });
  });

  it("accepts the other names of fields", () => {
    expect(parseConfigOf("answer", { text: "Hi" })).toEqual({ ok: true, value: { template: "Hi" } });
    expect(parseConfigOf("knowledge-retrieval", { query_template: "q", documents: ["a"] })).toMatchObject({
      ok: true,
      value: { query: "q" },
    });
    expect(parseConfigOf("answer", { text: "old", template: "new" })).toEqual({ ok: true, value: { template: "new" } });
  });

  it.each<[string, JsonObject, string]>([
    ["llm", {}, "prompt: Give a prompt, or a list of messages"],
    ["llm", { prompt: "x", temperature: 3 }, "temperature:"],
    ["agent", { prompt: "x", max_rounds: 51 }, "max_rounds:"],
    ["agent", { prompt: "x", tools: [{ name: "bad name" }] }, "tools.0"],
    ["tool", {}, "url: Choose a tool, or give a URL"],
    ["tool", { url: "/x", method: "TRACE" }, "method:"],
    ["code", { code: "" }, "code: Write the code to run"],
    ["code", { code: "x", timeout_seconds: 121 }, "timeout_seconds:"],
    ["answer", {}, "template:"],
    ["if-else", {}, "expression: Give a condition, or cases"],
    ["if-else", { cases: [{ id: "else", expression: "true" }] }, "cases.0.id: A case cannot be called"],
    [
      "if-else",
      {
        cases: [
          { id: "a", expression: "true" },
          { id: "a", expression: "true" },
        ],
      },
      "cases: Two cases have the same id",
    ],
    ["assigner", { assignments: {} }, "assignments: Assign at least one name"],
    ["assigner", { assignments: { "a.b": 1 } }, "assignments.a.b"],
    ["assigner", { assignments: { constructor: 1 } }, "assignments.constructor"],
    ["knowledge-retrieval", { query: "x" }, "documents: Give documents, or the URL of a list of documents"],
    ["nope", {}, 'type: There is no node type "nope".'],
  ])("refuses %s %j", (type, config, message) => {
    expect(issuesOf(type, config).join("\n")).toContain(message);
  });
});

describe("portsOf", () => {
  const ids = (type: string, config: JsonObject, on_error?: "branch" | "continue") =>
    portsOf({ type, config, on_error }).map((port) => port.id);

  it("is one way on for most kinds and none for an end", () => {
    expect(ids("llm", { prompt: "x" })).toEqual(["next"]);
    expect(ids("end", {})).toEqual([]);
  });

  it("is true and false for a condition, the cases and else for cases", () => {
    expect(ids("condition", { expression: "true" })).toEqual(["true", "false"]);
    const cases: JsonObject[] = [
      { id: "a", expression: "true" },
      { id: "b", label: "B", expression: "false" },
    ];
    expect(ids("if-else", { cases })).toEqual(["a", "b", "else"]);
    expect(portsOf({ type: "if-else", config: { cases } })[1]).toEqual({ id: "b", label: "B" });
  });

  it("keeps the ways out of a draft whose configuration is invalid", () => {
    expect(ids("if-else", { cases: [{ id: "a", expression: "" }, { id: 3 }, "x"] })).toEqual(["a", "else"]);
    expect(ids("if-else", {})).toEqual(["true", "false"]);
    expect(ids("llm", {})).toEqual(["next"]);
  });

  it("adds error last where a failure is a branch", () => {
    expect(ids("tool", { url: "/x" }, "branch")).toEqual(["next", "error"]);
    expect(ids("tool", { url: "/x" }, "continue")).toEqual(["next"]);
    expect(ids("end", {}, "branch")).toEqual([]);
  });

  it("is empty for an unknown type", () => {
    expect(ids("nope", {})).toEqual([]);
  });
});
