import { expect, it } from "vitest";

import { formatRemaining } from "./remaining-time";

it.each([
  [-5000, "0 s"],
  [1, "1 s"],
  [59_000, "59 s"],
  [60_000, "1 min 00 s"],
  [245_000, "4 min 05 s"],
  [7_500_000, "2 h 05 min"],
  [273_600_000, "3 d 4 h"],
])("%d ms left is %j", (remainingMs, text) => expect(formatRemaining(remainingMs)).toBe(text));
