import { expect, it } from "vitest";

import { splitDuration } from "./duration";

it.each([
  [90, 90, "seconds"],
  [120, 2, "minutes"],
  [7200, 2, "hours"],
  [86_400, 1, "days"],
  [90_000, 25, "hours"],
  [0, 0, "seconds"],
])("%d s are %d %s", (seconds, amount, unit) => expect(splitDuration(seconds)).toEqual({ amount, unit }));
