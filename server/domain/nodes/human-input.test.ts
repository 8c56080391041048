import { describe, expect, it } from "vitest";
import { parseConfigOf, portsOf } from "./registry";

const config = (more: object = {}) => ({ message: "Go on?", ...more });

describe("the settings of a question", () => {
  it.each([["soon"], ["2026-10-25T02:30:00+02:00"], [0], [-1], [1.5], [1e12], [null]])(
    "F-23 an expiry is whole seconds from the question, by the database's clock; %o is refused",
    (expires) => {
      const parsed = parseConfigOf("human-input", config({ expires_in_seconds: expires }));
      expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path?.[0])).toEqual(["expires_in_seconds"]);
    },
  );

  it("refuses two choices of one name, reserved names, and a form that is no object", () => {
    for (const more of [
      { choices: [{ id: "a" }, { id: "a" }] },
      { choices: [{ id: "expired" }] },
      { form: { type: "string" } },
    ]) {
      expect(parseConfigOf("human-input", config(more)).ok).toBe(false);
    }
  });

  it("has a way out for each choice, and one for expiry where that is a branch", () => {
    const ports = (more: object) =>
      portsOf({ type: "human-input", config: config(more) }).map((port) => [port.id, port.label]);
    expect(ports({})).toEqual([["next", undefined]]);
    expect(
      ports({ choices: [{ id: "yes", label: "Yes" }, { id: "no" }], expires_in_seconds: 5, on_expiry: "branch" }),
    ).toEqual([
      ["yes", "Yes"],
      ["no", "no"],
      ["expired", "Expired"],
    ]);
    expect(ports({ on_expiry: "branch" })).toEqual([["next", undefined]]);
  });
});
