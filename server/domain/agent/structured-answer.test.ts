import { describe, expect, it } from "vitest";
import { askForCorrection, readStructuredAnswer, tellSchema } from "./structured-answer";

const schema = {
  type: "object",
  properties: { score: { type: "integer" }, reason: { type: "string" } },
  required: ["score"],
  additionalProperties: false,
};

describe("readStructuredAnswer", () => {
  it.each([
    ['{"score": 5}', { score: 5 }],
    ['```json\n{"score": 5, "reason": "late"}\n```', { score: 5, reason: "late" }],
    ['\n```\n{"score":5}```\n', { score: 5 }],
  ])("reads %j", (text, value) => {
    expect(readStructuredAnswer(text, schema)).toEqual({ ok: true, value });
  });

  it.each([
    ["The score is 5.", "the answer is not JSON"],
    ['"5"', "the answer must be object, not string"],
    ["{}", "score is required"],
    ['{"score":"5"}', "score must be integer, not string"],
    ['{"score":5,"grade":"A"}', "grade is not in the schema"],
  ])("says what is wrong with %s", (text, problem) => {
    expect(readStructuredAnswer(text, schema)).toEqual({ ok: false, issues: [problem] });
  });

  it("takes a schema of any type", () => {
    expect(readStructuredAnswer("[1,2]", { type: "array", items: { type: "number" } })).toEqual({
      ok: true,
      value: [1, 2],
    });
  });
});

describe("askForCorrection", () => {
  it("gives the model its own answer and each problem with it", () => {
    const [said, asked] = askForCorrection("{}", ["score is required"]);
    expect(said).toEqual({ role: "assistant", content: "{}" });
    expect(asked?.content).toContain("- score is required");
  });
});

describe("tellSchema", () => {
  it("adds the schema to the system message, or makes one", () => {
    const told = tellSchema([{ role: "system", content: "Be brief." }], schema);
    expect(told).toHaveLength(1);
    expect(told[0]?.content).toMatch(/^Be brief\..*"score"/s);
    expect(tellSchema([{ role: "user", content: "Hi" }], schema).map((message) => message.role)).toEqual([
      "system",
      "user",
    ]);
  });
});
