import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runStages } from "./stages.mjs";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
});

afterEach(() => vi.restoreAllMocks());

function stage(name: string, passed: number, failed: number, needs?: string) {
  return { name, needs, run: () => Promise.resolve({ passed, failed }) };
}

test("the last line sums all stages", async () => {
  expect(await runStages([stage("lint", 1, 0), stage("unit", 40, 0)])).toBe(true);
  expect(lines.at(-1)).toBe("41 passed, 0 failed");
});

test("a failed stage does not keep the others from running, and fails the whole", async () => {
  expect(await runStages([stage("lint", 0, 1), stage("unit", 40, 2)])).toBe(false);
  expect(lines.at(-1)).toBe("40 passed, 3 failed");
});

test("a stage whose precondition failed is not run and counts as one failure", async () => {
  const browser = { ...stage("browser", 7, 0, "build"), run: () => Promise.reject(new Error("must not run")) };
  expect(await runStages([stage("build", 0, 1), browser])).toBe(false);
  expect(lines.at(-1)).toBe("0 passed, 2 failed");
});
