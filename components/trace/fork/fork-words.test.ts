import { describe, expect, test } from "vitest";
import { choicesFor, consequence, summaryOf } from "./fork-words";

describe("the words about outside calls", () => {
  test("offer to keep a result only where there is one", () => {
    expect(choicesFor({ isKeepable: true }).map((choice) => choice.value)).toEqual(["keep", "again", "skip"]);
    expect(choicesFor({ isKeepable: false }).map((choice) => choice.value)).toEqual(["again", "skip"]);
  });

  test("say where a repeated call goes", () => {
    expect(consequence("again", { host: "api.example.com" })).toContain("api.example.com");
  });

  test("sum up what is chosen", () => {
    expect(summaryOf([])).toBe("No outside call lies after this point.");
    expect(summaryOf(["keep"])).toBe("1 outside call: 1 kept.");
    expect(summaryOf(["keep", "again", "keep", "skip"])).toBe("4 outside calls: 2 kept, 1 made again, 1 skipped.");
  });
});
