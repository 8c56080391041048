import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpuTimer } from "../cpu-time.fixture";
import { DomainError } from "../errors";
import type { RunContext } from "../nodes/outcome";
import { renderText } from "../template/render";
import { checkExpression } from "./check-expression";
import { evaluateExpression } from "./evaluate-expression";

const canary = "canary-41f2";

const context: RunContext = {
  inputs: { query: "x", list: [], object: {} },
  state: { a: [], f: "text" },
  nodes: { a: { text: "t", output: {} } },
  session: {},
  current: { node_id: "n" },
};

const seeds = [
  "constructor.constructor('return process')()",
  "[]['constructor']",
  "[]['constructor']['constructor']('return process')()",
  "a[`constructor`]",
  "({}).__proto__.x=1",
  "with({}){}",
  "(()=>{...globalThis})()",
  "class A extends (process.exit()){}",
  "switch(0){case process.env:}",
  "import('node:fs')",
  "this",
  "this.constructor",
  "arguments.callee.caller",
  "Reflect.getPrototypeOf",
  "Reflect.getPrototypeOf(state)",
  "Error.prepareStackTrace=1",
  "new Proxy",
  "new Proxy({}, {})",
  "Promise.resolve().constructor.constructor('return process')()",
  "toString.call",
  '"x".at.constructor',
  "'\\u0063onstructor'",
  "state['\\u0063onstructor']",
  "state['con' + 'structor']",
  "state[['constructor'][0]]",
  "inputs.list.constructor",
  "inputs.list.map(x, x.constructor)",
  "[1].map(x, x.constructor.constructor('return process')())",
  "inputs.query.constructor.constructor('return process')()",
  "inputs.query.at",
  "inputs.query.toString()",
  "inputs.object.__proto__",
  "inputs.object.__defineGetter__('x', 1)",
  "{'toString': 1}.toString()",
  "{'__proto__': {'polluted': true}}.polluted",
  "state.__proto__.polluted",
  "process.env.SIGNALBOX_CANARY",
  "globalThis.process",
  "global.process.mainModule.require('child_process')",
  "require('child_process').execSync('id')",
  "eval('1')",
  "Function('return process')()",
  "`${process.env}`",
  "state`x`",
  "{...state}",
  "[...inputs.list]",
  "x => x",
  "async () => 1",
  "state?.constructor",
  "state.f = 1",
  "delete state.f",
  "typeof state",
  "void 0",
  "1;2",
  "state.a.push(1)",
  "state.a.exists(constructor, constructor.constructor)",
  "cel.bind(x, state, x.constructor)",
  "has(state.constructor) && state.constructor.constructor('return process')()",
  "optional.of(state)",
  "type(state)",
  "timestamp('2020-01-01T00:00:00Z').getFullYear()",
  "Symbol.toPrimitive",
  "{'valueOf': 1} + 1",
];

/** Spellings that slipped past filters elsewhere: wrapped, concatenated, escaped, nested. */
const mutations: ((seed: string) => string)[] = [
  (seed) => seed,
  (seed) => `(${seed})`,
  (seed) => `[${seed}][0]`,
  (seed) => `true ? ${seed} : 0`,
  (seed) => `inputs.list + [${seed}]`,
  (seed) => seed.replaceAll("constructor", "\\u0063onstructor"),
  (seed) => seed.replaceAll(".", " . "),
  (seed) => `{"x": ${seed}}.x`,
];

const payloads = [...new Set(seeds.flatMap((seed) => mutations.map((mutate) => mutate(seed))))];

/** What came of it: a value as JSON, or the code of a typed error. Anything else fails the test. */
function outcomeOf(run: () => unknown): string {
  try {
    return JSON.stringify(run());
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe("hostile sources", () => {
  it("V-01 V-02 has a corpus of at least 200 payloads", () => {
    expect(payloads.length).toBeGreaterThanOrEqual(200);
  });

  it("V-01 V-02 gives a plain value or a typed error for every payload, quickly, and never a host object", () => {
    process.env.SIGNALBOX_CANARY = canary;
    const offenders = payloads.filter((payload) => {
      const cpuMs = startCpuTimer();
      const outcome = outcomeOf(() => evaluateExpression(payload, context));
      const isSlow = cpuMs() >= 250;
      return isSlow || outcome.includes(canary) || /native code|function|\[object/.test(outcome);
    });
    expect(offenders).toEqual([]);
    delete process.env.SIGNALBOX_CANARY;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(["state['constructor']", "inputs.list.constructor", "inputs.object.__proto__", "inputs.query.at"])(
    "V-01 does not find %s",
    (source) => {
      expect(outcomeOf(() => evaluateExpression(source, context))).toMatch(/^(unknown_variable|expression_invalid)$/);
    },
  );

  it.each([
    "(()=>{...globalThis})()",
    "a[`constructor`]",
    "{...state}",
    "class A extends (process.exit()){}",
    "switch(0){case process.env:}",
    "x => x",
  ])("V-02 refuses the syntax of %s when it is read, not when it is run", (source) => {
    expect(checkExpression(source).map((issue) => issue.code)).toContain("expression_invalid");
  });

  it("V-01 refuses every payload in a template", () => {
    const offenders = payloads.filter((payload) => {
      const outcome = outcomeOf(() => renderText(`{{ ${payload} }}`, context));
      return !/^(unknown_variable|template_invalid)$/.test(outcome);
    });
    expect(offenders).toEqual([]);
  });

  it("F-54 gives a value or a typed error for anything that can be written", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "state",
        "nodes",
        "inputs",
        ".",
        "-",
        "a",
        "x",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ":",
        ",",
        '"',
        "'",
        "\\",
        "//",
        "\n",
      ),
      fc.constantFrom(
        "1",
        "0.5",
        "true",
        "null",
        "in",
        "has",
        "map",
        "exists",
        "==",
        "&&",
        "||",
        "?",
        "!",
        "+",
        "é",
        "r",
        "b",
        "\u0000",
        "\ud800",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        expect(outcomeOf(() => evaluateExpression(parts.join(""), context))).toBeTypeOf("string");
        expect(checkExpression(parts.join(""))).toBeInstanceOf(Array);
      }),
      { numRuns: 1000 },
    );
  });
});
