import { describe, expect, it } from "vitest";
import { renderText } from "../template/render";
import { buildRunContext } from "./context";

describe("buildRunContext", () => {
  it("gives templates what ended nodes produced, and leaves out what they did not", () => {
    const context = buildRunContext({
      nodeId: "answer",
      inputs: { query: "q" },
      state: { x: 1 },
      outputs: [
        ["a", { text: "A", output: undefined }],
        ["b", { text: undefined, output: { y: 2 } }],
      ],
    });
    const source = "{{ inputs.query }}{{ state.x }}{{ nodes.a.text }}{{ nodes.b.output.y }}{{ current.node_id }}";
    expect(renderText(source, context)).toBe("q1A2answer");
    expect(() => renderText("{{ nodes.b.text }}", context)).toThrow("nodes.b.text has no value here.");
  });

  it("goes through the outputs when they are first asked for, and once", () => {
    let rounds = 0;
    const outputs = {
      *[Symbol.iterator]() {
        rounds += 1;
        yield ["a", { text: "A" }] as const;
      },
    };
    const context = buildRunContext({ nodeId: "b", inputs: { query: "q" }, state: {}, outputs });
    expect(renderText("{{ inputs.query }}", context)).toBe("q");
    expect(rounds).toBe(0);
    expect(renderText("{{ nodes.a.text }}{{ nodes.a.text }}", context)).toBe("AA");
    expect(rounds).toBe(1);
  });

  it("F-49 keeps a node called __proto__ as an own name", () => {
    const context = buildRunContext({ nodeId: "a", inputs: {}, state: {}, outputs: [["__proto__", { text: "x" }]] });
    expect(Object.keys(context.nodes)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).text).toBeUndefined();
  });
});
