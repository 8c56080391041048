import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpuTimer } from "../cpu-time.fixture";
import { DomainError } from "../errors";
import type { Json } from "../json";
import type { RunContext } from "../nodes/outcome";
import { checkExpression, expressionReferences, expressionVariables } from "./check-expression";
import { evaluateCondition, evaluateExpression } from "./evaluate-expression";

const context: RunContext = {
  inputs: {
    query: "Hello",
    nothing: null,
    list: [1, 2, 3],
    people: [
      { name: "Ada", age: 36 },
      { name: "Bob", age: 17 },
    ],
  },
  state: { score: 5, half: 0.5, text: "5", "my-name": "Ada", in: 1, größe: 2 },
  nodes: {
    "check-score": { text: "ok", output: { x: 4, items: [{ title: "a" }] } },
    llm: { text: "yes" },
    "1700000000001": { output: { json: { total: 12 } } },
    broken: {},
  },
  session: {},
  current: { node_id: "if-1" },
};

function problemOf(source: string, within: RunContext = context): string {
  try {
    return `gave ${JSON.stringify(evaluateExpression(source, within))}`;
  } catch (error) {
    if (error instanceof DomainError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe("evaluateExpression", () => {
  it.each<[string, Json]>([
    ["1 + 2 * 3", 7],
    ["7 / 2", 3],
    ["7 / 2.0", 3.5],
    ["state.score / 2", 2.5],
    ["7 % 4", 3],
    ["-7 / 2", -3],
    ["-(2 - 5)", 3],
    ["0x10 + 1u", 17],
    ["1.5e2", 150],
    ["state.score >= 5", true],
    ["state.score > 4.5 && state.score < 6", true],
    ["state.score == 5.0 && state.half != 1", true],
    ["1 == 1.0 && 2 > 1.5", true],
    ['state.text == "5"', true],
    ["state.text == 5", false],
    ['"a" < "b"', true],
    ['"a" + "b"', "ab"],
    ["[1] + [2]", [1, 2]],
    ["[1, [2.0]] == [1.0, [2]]", true],
    ['{"a": 1, "b": [true, null]}', { a: 1, b: [true, null] }],
    ['{"a": 1} == {"a": 1.0}', true],
    ['state.score >= 5 ? "high" : "low"', "high"],
    ["2 in inputs.list && !(4 in inputs.list)", true],
    ['"score" in state && !("gone" in state)', true],
    ["inputs.list[0] + inputs.list.2", 4],
    ["size(inputs.list) + inputs.query.size()", 8],
    ["inputs.people.exists(p, p.age > 30)", true],
    ["inputs.people.all(p, p.age > 30)", false],
    ["inputs.people.exists_one(p, p.age < 18)", true],
    ["inputs.people.filter(p, p.age < 18)", [{ name: "Bob", age: 17 }]],
    ["inputs.people.map(p, p.name)", ["Ada", "Bob"]],
    ["inputs.list.map(x, x > 1, x * 10.0)", [20, 30]],
    ["inputs.list.map(x, inputs.list.map(y, x * y))[1][2]", 6],
    ['state.exists(k, k == "score")', true],
    ['inputs.query.startsWith("He") && inputs.query.endsWith("lo") && inputs.query.contains("ll")', true],
    ['inputs.query.lowerAscii() + inputs.query.upperAscii() + "  x ".trim()', "helloHELLOx"],
    ['"a,b".split(",").join("-")', "a-b"],
    ['inputs.query.matches("^H.l+o$") && matches("x1", "[0-9]")', true],
    ['int("12") + int(2.9)', 14],
    ['double("1.5") + 1', 2.5],
    ["string(1.0) + string(true)", "1true"],
    ['bool("true")', true],
    ["inputs.nothing == null", true],
    ["nodes.check-score.output.x - 1", 3],
    ["nodes.check-score.output.items.0.title", "a"],
    ['nodes["check-score"].output.x', 4],
    ["nodes.1700000000001.output.json.total", 12],
    ["nodes . check-score . text", "ok"],
    ['state["my-name"]', "Ada"],
    ["state.in + state.größe", 3],
    ["state.score-1", 4],
    ["current.node_id", "if-1"],
    ["has(state.score) && !has(state.gone) && !has(state.gone.deeper)", true],
    ["has(nodes.check-score.output.x) && !has(nodes.check-score.output.y)", true],
    ['has(state["my-name"]) && !has(nodes.broken.text) && has(inputs.nothing)', true],
    ["has(state.gone) ? state.gone : 0", 0],
    ["false && state.gone > 1", false],
    ["state.gone > 1 && false", false],
    ["true || state.gone > 1", true],
    ["state.gone > 1 || true", true],
    ["// a comment\ntrue", true],
    ["\"nodes.a-b // \" + 'x'", "nodes.a-b // x"],
    ['r"\\d" + """tri"ple"""', '\\dtri"ple'],
  ])("%s is %j", (source, expected) => {
    expect(evaluateExpression(source, context)).toEqual(expected);
  });

  it.each([
    ["state.gone > 1", "unknown_variable: state.gone has no value here."],
    ["state.scor > 1", "unknown_variable: state.scor has no value here. Did you mean state.score?"],
    ["nodes.chek-score.text", "unknown_variable: nodes.chek-score has no value here. Did you mean nodes.check-score?"],
    ["nodes.broken.text", "unknown_variable: nodes.broken.text has no value here."],
    ["score > 1", "unknown_variable: score has no value here."],
    ["inputs.list[3]", "unknown_variable: inputs.list.3 has no value here."],
    ["state.text > 4", 'expression_invalid: ">" does not work between text and number.'],
    ["state.text + 1", 'expression_invalid: "+" does not work between text and number.'],
    ["true + 1", 'expression_invalid: "+" does not work between true or false and number.'],
    ["inputs.nothing.x", 'expression_invalid: There is no "x" in null.'],
    ["inputs.query.length", 'expression_invalid: There is no "length" in text.'],
    ["state.score && true", "expression_invalid: Expected true or false; got number."],
    ["1 / 0", "expression_invalid: Division by zero."],
    ["1.0 / 0.0", "expression_invalid: Division by zero."],
    ["9223372036854775807 + 1", "expression_invalid: A whole number is beyond 64 bits."],
    ["9007199254740993", "expression_invalid: The result is a whole number beyond what JSON can hold."],
    ["1e308 * 10.0", "expression_invalid: The result is not a finite number."],
    ['int("1e3")', "expression_invalid: int() cannot convert this text."],
    ['double("")', "expression_invalid: double() cannot convert this text."],
    ['"ell" in inputs.query', 'expression_invalid: "in" looks into lists and objects; for text use contains().'],
    ['inputs.query.matches("(")', "expression_invalid: The pattern cannot be used"],
    ["process()", "expression_invalid: There is no function process()."],
    ["state.score(1)", "expression_invalid: There is no function score()."],
    ['b"x"', "expression_invalid: Bytes are not supported; use text."],
    ["inputs.list.map(1, 2)", "expression_invalid: map(var, transform) invalid predicate iteration variable"],
    ["", "expression_invalid: The expression is empty"],
    ["state.score >=", "expression_invalid: Unexpected token: EOF"],
  ])("refuses %s", (source, problem) => {
    expect(problemOf(source)).toContain(problem);
  });

  it("F-51 never gives a number that JSON cannot hold", () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.constantFrom("+", "-", "*", "/", "%"), (left, right, op) => {
        const inputs = { left, right } as Record<string, Json>;
        const outcome = problemOf(`inputs.left ${op} inputs.right`, { ...context, inputs });
        const isFinite = Number.isFinite(left) && Number.isFinite(right);
        expect(outcome).toMatch(isFinite ? /^gave -?\d|^expression_invalid/ : /^expression_invalid|^gave/);
      }),
    );
  });
});

describe("evaluateCondition", () => {
  it("is the value when it is true or false", () => {
    expect(evaluateCondition("state.score >= 5", context)).toBe(true);
    expect(evaluateCondition("state.score < 5", context)).toBe(false);
  });

  it.each([
    ["state.score", 'must be true or false; state.score gave number "5"'],
    ["state.text", 'must be true or false; state.text gave text "5"'],
    ["inputs.list", "must be true or false; inputs.list gave list"],
    ["inputs.nothing", "must be true or false; inputs.nothing gave null"],
  ])("says what %s gave in place of true or false", (source, message) => {
    expect(() => evaluateCondition(source, context)).toThrow(message);
  });
});

describe("work limit", () => {
  const numbers = {
    ...context,
    inputs: { list: Array.from({ length: 1000 }, (_, index) => index), long: "x".repeat(400_000) },
  };

  it.each([
    ["nested loops", "inputs.list.map(a, inputs.list.map(b, a * b)).size()"],
    ["lists that grow", `${"inputs.list + ".repeat(20)}inputs.list`],
    ["shared parts that multiply in the result", `[1]${".map(x, [x, x])".repeat(40)}`],
    [
      "shared parts that multiply in a comparison",
      `[1]${".map(x, [x, x])".repeat(25)} == [1]${".map(x, [x, x])".repeat(25)}`,
    ],
    ["long texts", "inputs.long + inputs.long + inputs.long"],
    ["patterns on long texts", 'inputs.list.exists(x, inputs.long.matches("(a|b|c|d|x)*y"))'],
  ])("F-54 stops %s", (_, source) => {
    const cpuMs = startCpuTimer();
    expect(problemOf(source, numbers)).toMatch(/^expression_limit|too_deep/);
    expect(cpuMs()).toBeLessThan(1500);
  });

  it("F-54 matches in linear time where a backtracking engine takes seconds", () => {
    const cpuMs = startCpuTimer();
    const inputs = { text: `${"a".repeat(5000)}!` };
    expect(problemOf('inputs.text.matches("^(a+)+$")', { ...context, inputs })).toBe("gave false");
    expect(cpuMs()).toBeLessThan(1500);
  });

  it.each([
    ["signs", `${"!".repeat(5000)}true`],
    ["brackets", `${"(".repeat(3000)}1${")".repeat(3000)}`],
    ["operators", Array.from({ length: 3000 }, () => "1").join("+")],
    ["length", `"${"x".repeat(9000)}"`],
  ])("F-48 refuses endless %s without exhausting the stack", (_, source) => {
    expect(problemOf(source)).toMatch(/^expression_invalid/);
  });
});

describe("checkExpression", () => {
  it("finds nothing wrong with a good expression", () => {
    expect(checkExpression('state.score >= 5 && inputs.people.exists(p, p.name.matches("^A"))')).toEqual([]);
  });

  it.each([
    [
      "score >= 5",
      "unknown_variable",
      "score is not a known variable; variables start with state, nodes, inputs, session, current (at character 1).",
    ],
    [
      'true && input.query == ""',
      "unknown_variable",
      "input is not a known variable; did you mean inputs (at character 9).",
    ],
    ["state.x >= ", "expression_invalid", "Unexpected token: EOF (at character 12)."],
    ["state.x = 5", "expression_invalid", "Unexpected character: = (at character 9)."],
    [
      'state.x.containz("a")',
      "expression_invalid",
      "There is no function containz(); did you mean contains (at character 1).",
    ],
    ["state.x.contains()", "expression_invalid", "contains() has the wrong number of values (at character 1)."],
    ['state.x.matches("[")', "expression_invalid", "The pattern cannot be used"],
    ["has(state)", "expression_invalid", "has() needs a field, such as has(state.score) (at character 1)."],
    ["nodes.check-score.text ==", "expression_invalid", "Unexpected token: EOF (at character 26)."],
    ["state.list.map(x, y)", "unknown_variable", "y is not a known variable"],
  ])("says what is wrong with %s and where", (source, code, message) => {
    const [issue] = checkExpression(source);
    expect(issue?.code).toBe(code);
    expect(issue?.message).toContain(message);
  });
});

describe("expressionReferences", () => {
  it("lists what an expression reads, not the names that its macros bind", () => {
    const source =
      'nodes.check-score.output.x > state["a b"] && inputs.people.exists(state, state.x == inputs.list[0])';
    expect(expressionReferences(source)).toEqual([
      ["nodes", "check-score", "output", "x"],
      ["state", "a b"],
      ["inputs", "people"],
      ["inputs", "list", "0"],
    ]);
  });

  it("knows what has() makes safe to read", () => {
    const variables = expressionVariables("has(state.x) && state.x.y > 1 && state.z");
    expect(variables.map((one) => [one.path.join("."), one.isOptional])).toEqual([
      ["state.x", true],
      ["state.x.y", true],
      ["state.z", false],
    ]);
  });
});
