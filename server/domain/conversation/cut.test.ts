import { describe, expect, it } from "vitest";
import type { TreeMessage } from "./branches";
import { cutAfter } from "./cut";

const message = (seq: number, parentSeq: number | null, role: TreeMessage["role"]): TreeMessage => ({
  seq,
  parentSeq,
  role,
  runId: null,
});

const conversation = [
  message(1, null, "user"),
  message(2, 1, "assistant"),
  message(3, 2, "tool"),
  message(4, 3, "tool"),
  message(5, 4, "assistant"),
  message(6, 5, "user"),
  message(7, 2, "tool"),
];

describe("cutting a conversation", () => {
  it("cuts behind a message that made no calls", () => {
    expect(cutAfter(conversation, new Set([1, 2, 3, 4, 5, 6]), 1)).toBe(1);
    expect(cutAfter(conversation, new Set([1, 2, 3, 4, 5, 6]), 5)).toBe(5);
  });

  it("extends the cut past all results of a message's calls, and past the rest from one result", () => {
    const shown = new Set([1, 2, 3, 4, 5, 6]);
    expect(cutAfter(conversation, shown, 2)).toBe(4);
    expect(cutAfter(conversation, shown, 3)).toBe(4);
  });

  it("follows the shown branch, else the newest", () => {
    expect(cutAfter(conversation, new Set([1, 2, 7]), 2)).toBe(7);
    expect(cutAfter(conversation, new Set([1]), 2)).toBe(7);
  });
});
