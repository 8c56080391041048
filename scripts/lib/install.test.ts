import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInstalled } from "./install.mjs";

const lock = {
  "": {},
  "node_modules/next": { version: "1.0.0" },
  "node_modules/vitest": { version: "2.0.0", dev: true },
  "node_modules/other-platform": { version: "3.0.0", optional: true },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-install-"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: lock }));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes what npm records at the end of an installation. */
function record(packages: Record<string, { version: string }>) {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  writeFileSync(join(folder, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}

test("a checkout without packages, or with an interrupted installation, is not installed", () => {
  expect(isInstalled("production", folder)).toBe(false);
  mkdirSync(join(folder, "node_modules", "next"), { recursive: true });
  expect(isInstalled("production", folder)).toBe(false);
});

test("an installation without the test tools is enough to start, not to test", () => {
  record({ "node_modules/next": { version: "1.0.0" } });
  expect(isInstalled("production", folder)).toBe(true);
  expect(isInstalled("all", folder)).toBe(false);
});

test("a full installation is enough for both, without the packages of other platforms", () => {
  record({ "node_modules/next": { version: "1.0.0" }, "node_modules/vitest": { version: "2.0.0" } });
  expect(isInstalled("production", folder)).toBe(true);
  expect(isInstalled("all", folder)).toBe(true);
});

test("another version than the lock file's is not installed", () => {
  record({ "node_modules/next": { version: "1.0.1" } });
  expect(isInstalled("production", folder)).toBe(false);
});
