import { describe, expect, test } from "vitest";
import { compileExpression } from "./expression";

const event = {
  name: "go",
  data: {
    n: 5,
    zero: 0,
    name: "Ann",
    tags: ["a", "b"],
    nested: { ok: true },
    none: null,
    list: [{ x: 1 }, { x: 2 }],
    json: '{"k":1}',
  },
};

describe("expressions in Inngest's lenient CEL", () => {
  test.each([
    // Plain CEL.
    ["event.data.n == 5", true],
    ["event.data.n > 4 && event.data.n <= 5", true],
    ["event.data['name'] == 'Ann' || false", true],
    ["!(event.data.n == 5)", false],
    ["event.data.n % 2 == 1 && event.data.n * 2 - 1 == 9 && event.data.n / 2 == 2.5", true],
    ["event.data.nested.ok ? true : false", true],
    ["event.data.list[1].x == 2", true],
    ["'a' in event.data.tags && !('z' in event.data.tags) && 'n' in event.data", true],
    ["event.data.tags == ['a', 'b'] && {'x': 1} == event.data.list[0]", true],
    ["-event.data.n == -5 && -event.data.n < 0", true],
    ["has(event.data.n) && !has(event.data.missing)", true],
    ["size(event.data.tags) == 2 && size(event.data.name) == 3 && event.data.tags.size() == 2", true],
    ["event.data.name.startsWith('A') && event.data.name.endsWith('n') && event.data.name.contains('nn')", true],
    ["event.data.name.matches('^A.n$')", true],
    [
      "event.data.list.exists(i, i.x == 2) && event.data.list.all(i, i.x > 0) && event.data.list.exists_one(i, i.x == 1)",
      true,
    ],
    ["event.data.list.filter(i, i.x > 1).map(i, i.x) == [2]", true],
    ["int('7') == 7 && double('1.5') == 1.5 && string(7) == '7' && bool('true')", true],
    // Inngest's own functions.
    ["lowercase(event.data.name) == 'ann' && uppercase(event.data.name) == 'ANN'", true],
    ["b64decode('aGk=') == 'hi' && json_parse(event.data.json).k == 1", true],
    ["date('2020-01-01') < now() && now_minus('1h') < now_plus('1h')", true],
    // What is missing is null-like and smaller than everything, and never an error.
    ["event.data.missing", false],
    ["event.data.missing.deeper == null", true],
    ["event.data.missing == event.data.absent", true],
    ["event.data.none == null && event.data.none == event.data.missing", true],
    ["event.data.missing < 1", true],
    ["event.data.missing > 1", false],
    ["1 > event.data.missing", true],
    ["event.data.missing == 0", false],
    ["event.data.none < 1 && event.data.none >= 0", true],
    // Operators give their operands back and go by truthiness.
    ["event.data.name", true],
    ["event.data.zero", false],
    ["(event.data.missing || event.data.name) == 'Ann'", true],
    ["(event.data.n && event.data.name) == 'Ann'", true],
    // Mixing kinds.
    ["'n' + 5 == 'n5' && event.data.name + event.data.missing == 'Ann'", true],
    ["5 == 5.0", true],
    ["'5' == 5", false],
    ["'a' < 5 || 'a' > 5", false],
    // What cannot be evaluated does not hold.
    ["unknown_function(1) == 1", false],
    ["'a' - 1 == 0", false],
    ["event.data.name.matches(event.data.name)", false],
  ])("%s is %s", (source, expected) => {
    expect(compileExpression(source).test({ event })).toBe(expected);
  });

  test("both events can be compared, and an equality of two paths is told apart for the index", () => {
    const byPath = compileExpression("event.data.order['id'] == async.data.id");
    expect(byPath.equality).toEqual({ eventPath: ["data", "order", "id"], asyncPath: ["data", "id"] });
    expect(compileExpression("async.data.id == event.data.id").equality).toEqual({
      eventPath: ["data", "id"],
      asyncPath: ["data", "id"],
    });
    expect(compileExpression("event.data.id == 'x'").equality).toBeNull();
    expect(compileExpression("event.data.id == async.data.id && true").equality).toBeNull();
    expect(byPath.test({ event: { data: { order: { id: 1 } } }, async: { data: { id: 1 } } })).toBe(true);
    expect(byPath.test({ event: { data: { order: { id: 1 } } }, async: { data: { id: 2 } } })).toBe(false);
  });

  test("a key is the value's text, and no value is the key false", () => {
    expect(compileExpression("event.data.name").key({ event })).toBe("Ann");
    expect(compileExpression("event.data.n").key({ event })).toBe("5");
    expect(compileExpression("event.data.missing").key({ event })).toBe("false");
    expect(compileExpression("event.data.name - 1").key({ event })).toBe("false");
  });

  test("inherited properties cannot be reached", () => {
    expect(compileExpression("event.constructor == null && event.data.__proto__ == null").test({ event })).toBe(true);
  });

  test("what does not parse, or is too long, is refused when it is compiled", () => {
    expect(() => compileExpression("event.data. ==")).toThrow(/does not parse/);
    expect(() => compileExpression(`event.data.x == '${"x".repeat(5000)}'`)).toThrow(/longer than/);
  });
});
