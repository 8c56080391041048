import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wireToolNames } from "./tool-names";

describe("wireToolNames", () => {
  it("keeps names that providers allow and changes the others", () => {
    const names = wireToolNames(["look_up", "ui.confirm", "ui_confirm"]);
    expect(names.toWire("look_up")).toBe("look_up");
    expect(names.toWire("ui_confirm")).toBe("ui_confirm");
    expect(names.toWire("ui.confirm")).toBe("ui_confirm_2");
  });

  it("gives any set of names distinct allowed ones that lead back", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(
            fc.string(),
            fc.constantFrom("a.b", "a_b", "a-b", "a b", "__proto__", "é".repeat(80), "x".repeat(80)),
          ),
        ),
        (all) => {
          const names = wireToolNames(all);
          const wire = all.map((name) => names.toWire(name));
          expect(new Set(wire).size).toBe(all.length);
          for (const [index, name] of wire.entries()) {
            expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
            expect(names.fromWire(name)).toBe(all[index]);
          }
        },
      ),
    );
  });

  it("leaves a name that the model made up as it is", () => {
    expect(wireToolNames(["a"]).fromWire("drop_tables")).toBe("drop_tables");
  });
});
