import { describe, expect, test } from "vitest";
import { draftOf, readDraft } from "./value-draft";

const value = { text: "blue", output: { a: 1 }, editable: { text: true, output: true } };

describe("a draft of what a piece came to", () => {
  test("changes nothing while it is as it was", () => {
    expect(readDraft(value, draftOf(value))).toEqual({ ok: true, edit: undefined, output: { a: 1 } });
  });

  test("changes the text, the output or both", () => {
    expect(readDraft(value, { ...draftOf(value), text: "green" })).toMatchObject({ edit: { text: "green" } });
    expect(readDraft(value, { text: "green", output: "[2]" })).toMatchObject({ edit: { text: "green", output: [2] } });
  });

  test("leaves alone what can not be changed", () => {
    const fixed = { ...value, editable: { text: false, output: true } };
    expect(readDraft(fixed, { text: "green", output: "{}" })).toMatchObject({ edit: { output: {} } });
  });

  test("says what is wrong with an output that is no JSON", () => {
    const read = readDraft(value, { ...draftOf(value), output: "{" });
    expect(read.ok).toBe(false);
    expect(read.ok ? "" : read.problem).toMatch(/^This is not JSON yet/);
  });
});
