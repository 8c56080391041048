import { describe, expect, it } from "vitest";
import type { Json } from "../json";
import { workflowInputSchema } from "../workflow/schema";
import { resolveInputs, withMessage } from "./inputs";

const declared = [
  { name: "query", title: "Question", required: true },
  { name: "count", type: "number", default: 3 },
  { name: "notes", type: "text" },
  { name: "isUrgent", type: "boolean" },
  { name: "size", type: "string", options: ["small", "large"] },
  { name: "items", type: "array" },
  { name: "extra", type: "object" },
].map((input) => workflowInputSchema.parse(input));

function outcome(given: Record<string, Json>) {
  const resolved = resolveInputs(declared, given);
  return resolved.ok ? resolved.value : resolved.issues.map((issue) => `${issue.code}: ${issue.message}`);
}

describe("resolveInputs", () => {
  it("fills in defaults, and null for what is not required", () => {
    expect(outcome({ query: "x" })).toEqual({
      query: "x",
      count: 3,
      notes: null,
      isUrgent: null,
      size: null,
      items: null,
      extra: null,
    });
  });

  it("keeps what was given, whatever is false-like", () => {
    expect(outcome({ query: "x", count: 0, isUrgent: false, items: [], notes: "" })).toMatchObject({
      count: 0,
      isUrgent: false,
      items: [],
      notes: "",
    });
  });

  it.each<[Record<string, Json>, string]>([
    [{}, "run_input_missing: The input Question (query) is required."],
    [{ query: "" }, "run_input_missing: The input Question (query) is required."],
    [{ query: null }, "run_input_missing: The input Question (query) is required."],
    [{ query: 5 }, "invalid_input: The input Question (query) must be text; got number."],
    [{ query: "x", count: "5" }, "invalid_input: The input count must be a number; got text."],
    [{ query: "x", isUrgent: "true" }, "invalid_input: The input isUrgent must be true or false; got text."],
    [{ query: "x", items: {} }, "invalid_input: The input items must be a list; got object."],
    [{ query: "x", extra: [] }, "invalid_input: The input extra must be an object; got list."],
    [{ query: "x", size: "medium" }, "invalid_input: The input size must be one of: small, large."],
    [{ query: "x", qury: "y" }, 'invalid_input: The workflow has no input "qury". Did you mean query?'],
  ])("refuses %j", (given, message) => {
    expect(outcome(given)).toEqual([message]);
  });

  it("F-49 takes odd names as plain data", () => {
    const odd = [workflowInputSchema.parse({ name: "toString", required: true })];
    expect(resolveInputs(odd, {}).ok).toBe(false);
    expect(resolveInputs(declared, JSON.parse('{"query":"x","__proto__":{"polluted":1}}')).ok).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("withMessage", () => {
  const named = (...names: string[]) => names.map((name) => workflowInputSchema.parse({ name }));

  it("fills query when there is one, else the first text input that is not given", () => {
    expect(withMessage(named("topic", "query"), {}, "Hi")).toEqual({ query: "Hi" });
    expect(withMessage(named("topic", "tone"), { topic: "x" }, "Hi")).toEqual({ topic: "x", tone: "Hi" });
  });

  it("never replaces a given query, and adds nothing where no text input is", () => {
    expect(withMessage(named("query", "other"), { query: "x" }, "Hi")).toEqual({ query: "x" });
    expect(withMessage([workflowInputSchema.parse({ name: "n", type: "number" })], {}, "Hi")).toEqual({});
  });
});
