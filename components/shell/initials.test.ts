import { expect, it } from "vitest";

import { initialsOf } from "./initials";

it.each([
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["Jean de la Fontaine", "JF"],
  ["", "?"],
  ["  ", "?"],
  ["𝒜da Øre", "𝒜Ø"],
])("takes the initials of '%s' as %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
