import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "./lib/paths.mjs";

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/** The names of optional dependencies that npm would find nowhere from the package at `location`. */
function missingOptionals(lock: Lock, location: string): string[] {
  const names = Object.keys(lock.packages[location]?.optionalDependencies ?? {});
  const parents = location
    .split("/node_modules/")
    .map((_, depth, parts) => parts.slice(0, depth + 1).join("/node_modules/"));
  return names.filter(
    (name) =>
      lock.packages[`node_modules/${name}`] === undefined &&
      parents.every((parent) => lock.packages[`${parent}/node_modules/${name}`] === undefined),
  );
}

test("every optional dependency in package-lock.json has its own entry, so that npm ci works on every platform", () => {
  const lock = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")) as Lock;
  const missing = Object.keys(lock.packages).flatMap((location) =>
    missingOptionals(lock, location).map((name) => `${location}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test("a missing optional dependency is found", () => {
  const lock: Lock = {
    packages: {
      "node_modules/a": { optionalDependencies: { nested: "1", hoisted: "1", lost: "1" } },
      "node_modules/a/node_modules/nested": {},
      "node_modules/hoisted": {},
    },
  };
  expect(missingOptionals(lock, "node_modules/a")).toEqual(["lost"]);
});
