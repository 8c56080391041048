import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpuTimer } from "../cpu-time.fixture";
import { DomainError } from "../errors";
import type { Json } from "../json";
import type { RunContext } from "../nodes/outcome";
import { parseTemplate } from "./parse-template";
import { templateReferences, templateVariables } from "./references";
import { hasPlaceholder, renderText, renderValue } from "./render";

const context: RunContext = {
  inputs: { query: "Where is my order?", empty: "", nothing: null, list: ["a", "b"], count: 0 },
  state: { score: 7, "my-name": "Ada", isOpen: false, hostile: "{{ state.score }}" },
  nodes: {
    "retrieve-docs": {
      output: { retrieved_documents: [{ title: "Returns", score: 0.5 }, { title: "Shipping" }], 'odd "key"': 1 },
    },
    llm: { text: "Hello", output: { usage: { input_tokens: 3 } } },
  },
  session: { id: "s1" },
  current: { node_id: "answer" },
};

function problemOf(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("Expected a DomainError");
}

describe("renderText", () => {
  it.each([
    ["no placeholder at all", "no placeholder at all"],
    ["", ""],
    ["Hi {{ state.my-name }}!", "Hi Ada!"],
    ["{{state.score}}", "7"],
    ["{{ nodes.retrieve-docs.output.retrieved_documents.0.title }}", "Returns"],
    ["{{ nodes.retrieve-docs.output.retrieved_documents[1].title }}", "Shipping"],
    ['{{ nodes.retrieve-docs.output["odd \\"key\\""] }}', "1"],
    ["{{ nodes['llm'].text }}", "Hello"],
    ["{{ nodes.llm.output.usage }}", '{"input_tokens":3}'],
    ["{{ inputs.list }}", '["a","b"]'],
    ["[{{ inputs.nothing }}]", "[]"],
    ["{{ inputs.count }}{{ state.isOpen }}", "0false"],
    ["{{ current.node_id }}/{{ session.id }}", "answer/s1"],
    ['{{ state.gone | default("x") }}', "x"],
    ["{{ nodes.gone.text | default('') }}", ""],
    ["{{ inputs.empty | default(3) }}", "3"],
    ["{{ inputs.nothing | default(true) }}", "true"],
    ["{{ inputs.query | json }}", '"Where is my order?"'],
    ["{{ inputs.nothing | json }}", "null"],
    ["{{ inputs.query | upper | lower }}", "where is my order?"],
    ['{{ inputs.list | join }} {{ inputs.list | join("-") }}', "a, b a-b"],
    ["{{ inputs.list | length }}{{ inputs.query | length }}{{ nodes.llm.output | length }}", "2181"],
    ["a \\{{ state.score }} b", "a {{ state.score }} b"],
    ["}} { { }", "}} { { }"],
    ["line\n{{ state.score }}\n", "line\n7\n"],
  ])("renders %j", (source, expected) => {
    expect(renderText(source, context)).toBe(expected);
  });

  it("V-03 puts a value in as it is and never reads it as a template again", () => {
    const hostile = ["{{ 7*7 }}", "${7*7}", "{% raw %}", "{{ state.score }}", "\\{{ x }}"];
    for (const value of hostile) {
      const rendered = renderText("<{{ inputs.query }}>", { ...context, inputs: { query: value } });
      expect(rendered).toBe(`<${value}>`);
    }
  });

  it("V-03 renders any value exactly once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (value, other) => {
        const inputs = { value, other };
        expect(renderText("{{ inputs.value }}|{{ inputs.other }}", { ...context, inputs })).toBe(`${value}|${other}`);
      }),
    );
  });

  it.each([
    ["{{ state.gone }}", "state.gone has no value here."],
    ["{{ state.scor }}", "Did you mean state.score?"],
    ["{{ nodes.lmm.text }}", "Did you mean nodes.llm?"],
    ["{{ nodes.llm.text.more }}", "nodes.llm.text.more has no value here."],
    ["{{ inputs.list.2 }}", "inputs.list.2 has no value here."],
    ["{{ inputs.list.length }}", "inputs.list.length has no value here."],
    ['{{ state.gone | upper | default("x") }}', "state.gone has no value here."],
  ])("refuses %s, which has no value", (source, message) => {
    const problem = problemOf(() => renderText(source, context));
    expect(problem.code).toBe("unknown_variable");
    expect(problem.message).toContain(message);
  });

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])(
    "V-01 finds own properties only: %s is unknown everywhere",
    (name) => {
      for (const base of ["state", "nodes", "inputs", "nodes.llm", "nodes.llm.text", "inputs.list", "current"]) {
        expect(problemOf(() => renderText(`{{ ${base}.${name} }}`, context)).code).toBe("unknown_variable");
        expect(problemOf(() => renderText(`{{ ${base}["${name}"].constructor }}`, context)).code).toBe(
          "unknown_variable",
        );
      }
    },
  );

  it("F-49 reads a key called __proto__ as the plain data it is", () => {
    const state = JSON.parse('{"__proto__": {"isAdmin": true}}') as Record<string, Json>;
    expect(renderText("{{ state.__proto__.isAdmin }}", { ...context, state })).toBe("true");
  });
});

describe("parseTemplate", () => {
  it.each([
    ["{{ state.x", 'A placeholder is not closed with "}}" (line 1, column 11).'],
    ["{{ }}", "Expected a variable such as inputs.query (line 1, column 4)."],
    [
      "a\nb {{ foo.bar }}",
      "foo is not a known variable; variables start with state, nodes, inputs, session, current (line 2, column 6).",
    ],
    ["{{ input.query }}", "input is not a known variable; did you mean inputs (line 1, column 4)."],
    ["{{ state. }}", "Expected a name after the dot (line 1, column 10)."],
    ["{{ state.x y }}", 'Expected "}}" or a filter after "|" (line 1, column 12).'],
    ["{{ state.x | uper }}", "There is no filter uper; did you mean upper (line 1, column 14)."],
    ["{{ state.x | default }}", "The filter default takes 1 values (line 1, column 14)."],
    ["{{ state.x | join(a) }}", "Expected a quoted text, a number, true, false or null (line 1, column 19)."],
    ["{{ state[x] }}", "Expected a number or a quoted name in the brackets (line 1, column 9)."],
    [
      "{{ 7*7 }}",
      "7 is not a known variable; variables start with state, nodes, inputs, session, current (line 1, column 4).",
    ],
    ["{{#if state.x}}", "Expected a variable such as inputs.query (line 1, column 3)."],
  ])("refuses %j with its position", (source, message) => {
    const parsed = parseTemplate(source);
    expect(parsed.ok ? [] : parsed.issues.map((issue) => [issue.code, issue.message])).toEqual([
      ["template_invalid", message],
    ]);
  });

  it("tells where each placeholder stands", () => {
    const source = "a {{ state.x | trim }} b";
    const parsed = parseTemplate(source);
    const segment = parsed.ok ? parsed.value.segments[1] : undefined;
    expect(segment?.kind === "placeholder" ? source.slice(segment.start, segment.end) : "").toBe(
      "{{ state.x | trim }}",
    );
  });

  it("V-01 never does anything but accept or refuse, whatever the source", () => {
    const part = fc.constantFrom(
      "{{",
      "}}",
      "\\",
      "state",
      ".",
      "[",
      "]",
      '"',
      "'",
      "|",
      "default",
      "(",
      ")",
      ",",
      " ",
      "0",
      "é",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const parsed = parseTemplate(parts.join(""));
        expect(parsed.ok || parsed.issues.length === 1).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("reads long hostile sources in linear time", () => {
    const cpuMs = startCpuTimer();
    parseTemplate('{{ state.x | default("'.repeat(20_000));
    parseTemplate(`{{ state${".x".repeat(100_000)} }}`);
    parseTemplate("\\{{".repeat(100_000));
    expect(cpuMs()).toBeLessThan(2000);
  });
});

describe("renderValue", () => {
  it("keeps the type of a value that is exactly one placeholder", () => {
    const value = {
      score: "{{ state.score }}",
      text: "{{ state.score }} points",
      deep: ["{{ inputs.list }}", 1, null, true],
    };
    expect(renderValue(value, context)).toEqual({ score: 7, text: "7 points", deep: [["a", "b"], 1, null, true] });
  });

  it("leaves keys alone and escapes nothing", () => {
    expect(renderValue({ "{{ state.score }}": "\\{{ x }}" }, context)).toEqual({ "{{ state.score }}": "{{ x }}" });
  });

  it("V-03 does not read a rendered value again", () => {
    expect(renderValue(["{{ state.hostile }}"], context)).toEqual(["{{ state.score }}"]);
  });

  it("gives a copy, so that a later change does not reach the context", () => {
    const list = renderValue("{{ inputs.list }}", context);
    if (Array.isArray(list)) list.push("c");
    expect(context.inputs.list).toEqual(["a", "b"]);
  });

  it("F-48 refuses values nested deeper than 64 levels", () => {
    let deep: Json = "{{ state.score }}";
    for (let level = 0; level < 65; level += 1) deep = [deep];
    expect(problemOf(() => renderValue(deep, context)).code).toBe("too_deep");
  });
});

describe("hasPlaceholder", () => {
  it.each<[string, Json]>([
    ["a text", "{{ state.score }}"],
    ["something deeper", { list: [1, { text: "has {{ inputs.query }}" }] }],
    ["what only looks like one", "\\{{ x }}"],
    ["what is nested too deeply", JSON.parse(`${"[".repeat(65)}${"]".repeat(65)}`)],
  ])("finds what rendering would change or refuse in %s", (_what, value) => {
    expect(hasPlaceholder(value)).toBe(true);
  });

  it("tells what rendering leaves as it is", () => {
    const value: Json = { text: "{ x }", list: [1, null, true, [[]]], deep: { "{{ key }}": "" } };
    expect(hasPlaceholder(value)).toBe(false);
    expect(renderValue(value, context)).toEqual(value);
  });
});

describe("templateReferences", () => {
  it("lists the paths in order, and which have a stand-in", () => {
    const source = 'a {{ inputs.query }} {{ nodes["x-1"].output[0] | default("") }} {{ state.y | trim | default("") }}';
    expect(templateReferences(source)).toEqual([
      ["inputs", "query"],
      ["nodes", "x-1", "output", "0"],
      ["state", "y"],
    ]);
    expect(templateVariables(source).map((one) => one.isOptional)).toEqual([false, true, false]);
  });

  it("is empty for a template that cannot be read", () => {
    expect(templateReferences("{{ state.x }} {{")).toEqual([]);
  });
});
