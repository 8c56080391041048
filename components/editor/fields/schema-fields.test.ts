import { expect, test } from "vitest";
import { definitionOf } from "@/server/domain/nodes/registry";
import { nodeKinds } from "@/server/domain/workflow/schema";
import { fieldDefault, fieldOptions, fieldWidget } from "./schema-fields";

test("choices and defaults come from the kind's schema", () => {
  expect(fieldOptions("code", "language")).toEqual([
    { value: "python", label: "Python" },
    { value: "javascript", label: "JavaScript" },
  ]);
  expect(fieldDefault("code", "timeout_seconds")).toBe(10);
  expect(fieldDefault("llm", "temperature")).toBeUndefined();
});

test("a field without a named editor gets the one its type calls for", () => {
  expect(fieldWidget("code", "timeout_seconds")).toBe("number");
  expect(fieldWidget("template-transform", "as")).toBe("select");
  expect(fieldWidget("llm", "prompt")).toBe("text");
  expect(fieldWidget("llm", "response_schema")).toBe("json");
});

test("every field that a kind shows as a choice has choices", () => {
  const choices = nodeKinds.flatMap((kind) =>
    Object.entries(definitionOf(kind).fields).flatMap(([field, hint]) =>
      hint?.widget === "select" ? [{ kind, field }] : [],
    ),
  );
  expect(choices.length).toBeGreaterThan(0);
  expect(choices.filter(({ kind, field }) => fieldOptions(kind, field).length < 2)).toEqual([]);
});
