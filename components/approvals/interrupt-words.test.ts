import { describe, expect, it } from "vitest";

import { approverNames, decidedWords, outcomeOf } from "./interrupt-words";
import { interruptView } from "./interrupt.fixture";
import type { InterruptView } from "./types";

describe("what became of it", () => {
  it.each<[Partial<InterruptView>, string]>([
    [{}, "Waiting"],
    [{ status: "EXECUTED", decision: { type: "approve" } }, "Approved"],
    [{ status: "APPROVED", decision: { type: "approve", editedArgs: {} } }, "Approved with changes"],
    [{ status: "REJECTED", decision: { type: "reject" } }, "Rejected"],
    [{ status: "EXECUTED", kind: "form" }, "Answered"],
    [{ status: "EXECUTED", kind: "uncertain_call" }, "Called again"],
    [{ status: "REJECTED", kind: "uncertain_call" }, "Not called again"],
    [{ status: "EXPIRED", kind: "form" }, "Expired"],
    [{ status: "CANCELLED" }, "Withdrawn"],
  ])("%o is %s", (given, word) => expect(outcomeOf(interruptView(given)).word).toBe(word));
});

describe("H-09 who decided, and from where", () => {
  it.each<[Partial<InterruptView>, string]>([
    [{ decidedBy: { id: "bob", name: "Bob" }, decidedVia: "chat" }, "by Bob in the chat"],
    [{ decidedBy: { id: "me", name: "Me" }, decidedVia: "bulk" }, "by you together with others"],
    [{ status: "EXPIRED", decidedVia: "expiry" }, "because nobody decided in time"],
    [{ status: "CANCELLED", decidedVia: null }, "because the run was stopped"],
  ])("%o", (given, words) => expect(decidedWords(interruptView(given), "me")).toBe(words));
});

describe("who may decide", () => {
  it.each<[InterruptView["approvers"], string, string]>([
    [{ people: [], roles: [] }, "ann", "You or any admin"],
    [{ people: [], roles: [] }, "bob", "Ann or any admin"],
    [{ people: [{ id: "bob", name: "Bob" }], roles: [] }, "ann", "Bob"],
    [
      {
        people: [
          { id: "bob", name: "Bob" },
          { id: "cho", name: "Cho" },
        ],
        roles: ["admin", "author"],
      },
      "bob",
      "You, Cho, any admin or anyone who is author",
    ],
  ])("%o to %s: %s", (approvers, myId, words) => expect(approverNames(interruptView({ approvers }), myId)).toBe(words));
});
