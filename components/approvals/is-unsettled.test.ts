import { expect, it } from "vitest";

import { interruptView } from "./interrupt.fixture";
import { isUnsettled } from "./is-unsettled";
import type { InterruptView } from "./types";

const justNow = { decidedAt: new Date("2026-11-21T09:59:58Z") };
const longAgo = { decidedAt: new Date("2026-11-21T08:00:00Z") };

it.each<[string, Partial<InterruptView>, boolean]>([
  ["one that waits", {}, true],
  ["an approved one without a result", { status: "APPROVED", resumeRunId: "r2", ...justNow }, true],
  ["one that was carried out", { status: "EXECUTED", resumeRunId: "r2", ...justNow }, false],
  ["one whose run waits for its other questions", { status: "REJECTED", ...justNow }, true],
  ["one whose run never went on", { status: "APPROVED", ...longAgo }, false],
  ["one that was withdrawn", { status: "CANCELLED", ...justNow }, false],
])("reading %s again is worth it: %o %s", (_what, given, expected) => {
  expect(isUnsettled(interruptView(given))).toBe(expected);
});
