import { describe, expect, it } from "vitest";
import { maskSecrets } from "./mask-secrets";

describe("maskSecrets", () => {
  it.each([
    ["key sk-proj-abcDEF123_456-789 is wrong", []],
    ["key sk-ab***************wxyz is wrong", []],
    ["header Bearer abc.def-123456== is wrong", []],
    ["the odd one: Zx9:/weird+key, it said", ["Zx9:/weird+key"]],
    ["gsk_0123456789abcdef and xai-0123456789abcdef", []],
  ])("F-78 hides the key in %j", (text, secrets) => {
    const masked = maskSecrets(text, secrets);
    expect(masked).toContain("[key hidden]");
    expect(masked).not.toMatch(/abcDEF|wxyz|abc\.def|weird|0123456789/);
  });

  it("leaves ordinary words alone", () => {
    const text = "The model gpt-4.1-mini refused sk-8 items; ask the bearer of the api key.";
    expect(maskSecrets(text, ["", "short"])).toBe(text);
  });
});
