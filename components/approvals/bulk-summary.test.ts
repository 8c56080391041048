import { describe, expect, it } from "vitest";

import { summarize } from "./bulk-summary";

describe("what became of many decisions", () => {
  it("is said in a word when all were taken", () => {
    expect(summarize([{ type: "decided" }, { type: "decided" }], true)).toEqual({
      title: "2 approved",
      description: undefined,
      isClean: true,
    });
  });

  it("names those that somebody else decided, and why others were not taken, each reason once", () => {
    const late = { type: "refused", message: "The time to answer is over." } as const;
    expect(summarize([{ type: "decided" }, { type: "already_decided" }, late, late], false)).toEqual({
      title: "1 rejected",
      description: "1 had been decided before. 2 were not taken: The time to answer is over.",
      isClean: false,
    });
  });
});
