import { expect, test } from "vitest";
import { workflowInputSchema } from "@/server/domain/workflow/schema";
import { initialTexts, readInputs } from "./read-inputs";

const inputs = [
  { name: "query", type: "string", required: true },
  { name: "count", type: "number", default: 3 },
  { name: "tags", type: "array" },
  { name: "isUrgent", type: "boolean" },
].map((input) => workflowInputSchema.parse(input));

test("texts become values of the input's type, and empty fields are left out", () => {
  const read = readInputs(inputs, { query: "Hello", count: "4", tags: '["a"]', isUrgent: true });
  expect(read).toEqual({ ok: true, values: { query: "Hello", count: 4, tags: ["a"], isUrgent: true } });
  expect(readInputs(inputs, { query: "Hello", count: "", tags: " " })).toEqual({
    ok: true,
    values: { query: "Hello" },
  });
});

test("what can not be read or is missing is told at its field", () => {
  const read = readInputs(inputs, { query: "", count: "many", tags: "a, b" });
  expect(read.ok ? [] : Object.keys(read.errors).toSorted()).toEqual(["count", "query", "tags"]);
});

test("a value of the wrong shape is told at its field", () => {
  const read = readInputs(inputs, { query: "Hello", tags: '{"a": 1}' });
  expect(read.ok ? {} : read.errors).toHaveProperty("tags");
});

test("the form begins with what was written last, else with the default", () => {
  expect(initialTexts(inputs, { query: "Before", gone: "x" })).toEqual({
    query: "Before",
    count: "3",
    tags: "",
    isUrgent: false,
  });
});
