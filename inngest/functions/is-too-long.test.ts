import { expect, it } from "vitest";
import { isTooLong } from "@/inngest/functions/is-too-long";

it.each([
  ["StepLimitError", "More than 1,000 steps"],
  ["StateTooLargeError", "More than 32 MB"],
  ["InngestErrFunctionOverflowed", "The function run exceeded the step limit of 1000 steps."],
  ["Error", "InngestErrStateOverflowed: The function run exceeded the state size limit of 33554432 bytes."],
])("a run that ended with %s: %s goes on in the next", (name, message) => {
  expect(isTooLong({ name, message })).toBe(true);
});

it("a run that failed by itself does not", () => {
  expect(isTooLong(new TypeError("StepLimitError is not defined"))).toBe(false);
});
