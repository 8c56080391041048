import { describe, expect, it } from "vitest";
import { readSnapshot, snapshotVersion } from "./snapshot";

const snapshot = {
  version: snapshotVersion,
  state: { score: 5 },
  waits_for: [{ interrupt_id: "i", node_id: "ask#1.1" }],
};

describe("readSnapshot", () => {
  it("reads what is written today", () => {
    expect(readSnapshot(snapshot)).toEqual({ ok: true, value: snapshot });
  });

  it.each([
    ["no version", { state: {}, waits_for: [] }, "does not say which version"],
    ["nothing", null, "does not say which version"],
    ["a newer version", { ...snapshot, version: snapshotVersion + 1 }, "newer than this server"],
    ["an older version that nothing leads on from", { ...snapshot, version: 0 }, "can not be read any more"],
    ["a version that is no number", { ...snapshot, version: "1" }, "does not say which version"],
    ["surplus fields", { ...snapshot, more: 1 }, "more"],
    ["a missing part", { version: snapshotVersion, state: {} }, "waits_for"],
  ])("refuses %s and never reads it as something it is not", (_what, stored, sentence) => {
    const read = readSnapshot(stored);
    expect(read.ok ? "read" : read.issues[0]?.message).toContain(sentence);
  });
});
