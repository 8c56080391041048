import { describe, expect, it } from "vitest";
import { editableParts, editValue, textOfPiece } from "./fork-edit";

const call = { address: "ask#2.1", kind: "agent" } as const;
const told = { text: null, output: { toolCallId: "c1", content: "sold", isError: false } };

describe("editing what a piece came to", () => {
  it("changes what a model was told of a call, and nothing else of it", () => {
    expect(textOfPiece(call, told)).toBe("sold");
    expect(editableParts(call, told)).toEqual({ text: true, output: false });
    expect(editValue(call, told, { text: "free" })).toEqual({
      ok: true,
      value: { text: null, output: { toolCallId: "c1", content: "free", isError: false } },
    });
    expect(editValue(call, told, { output: {} })).toMatchObject({ ok: false });
  });

  it.each([
    ["a round", "ask#1", "agent", { text: null, output: { text: "x", model: "m" } }],
    ["an agent's preparation", "ask#0", "agent", { text: null, output: {} }],
    ["a branch", "check", "if-else", { text: null, output: { route: "a" } }],
  ] as const)("does not change %s", (_name, address, kind, value) => {
    expect(editableParts({ address, kind }, value)).toEqual({ text: false, output: false });
  });

  it("lets a failed node be said to have come to something", () => {
    expect(editableParts({ address: "think", kind: "llm" }, { text: null, output: null }).text).toBe(true);
    expect(editableParts({ address: "get", kind: "tool" }, { text: null, output: null }).output).toBe(true);
  });

  it("offers a model's output only where it is an answer by a schema", () => {
    const node = { address: "think", kind: "llm" } as const;
    expect(editableParts(node, { text: "x", output: { model: "m" } }).output).toBe(false);
    expect(editableParts(node, { text: "x", output: { json: { a: 1 } } }).output).toBe(true);
  });

  it("refuses an assigner without updates, and inputs that are no object", () => {
    const value = { text: null, output: { state_updates: {} } };
    expect(editValue({ address: "set", kind: "assigner" }, value, { output: { x: 1 } })).toMatchObject({ ok: false });
    expect(editValue({ address: "start", kind: "start" }, value, { output: [1] })).toMatchObject({ ok: false });
    expect(editValue({ address: "set", kind: "assigner" }, value, { output: { state_updates: { x: 1 } } }).ok).toBe(
      true,
    );
  });
});
