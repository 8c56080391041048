import { describe, expect, it } from "vitest";
import { canonical, correlateResume, type KnownInterrupt, type ResumeEntry } from "./correlate";
import { approvalResponseSchema, formResponseSchema, frontendToolResponseSchema } from "./response-schema";

const argumentsSchema = {
  type: "object",
  properties: { order: { type: "string" } },
  required: ["order"],
  additionalProperties: false,
};

const approval = (id: string, more: Partial<KnownInterrupt> = {}): KnownInterrupt => ({
  id,
  kind: "approval",
  status: "PENDING_APPROVAL",
  responseSchema: approvalResponseSchema(argumentsSchema),
  isExpired: false,
  ...more,
});

const answer = (interruptId: string, payload: ResumeEntry["payload"] = { approved: true }): ResumeEntry => ({
  interruptId,
  status: "resolved",
  payload,
});

function codeOf(known: KnownInterrupt[], entries: ResumeEntry[]): string {
  const correlated = correlateResume(known, entries);
  return correlated.type === "refuse" ? correlated.refusal.code : correlated.type;
}

describe("correlateResume", () => {
  it("decides when every open interrupt is answered once", () => {
    expect(correlateResume([approval("a"), approval("b")], [answer("b"), answer("a", { approved: false })])).toEqual({
      type: "decide",
      decisions: [
        { interruptId: "b", decision: { type: "approve" } },
        { interruptId: "a", decision: { type: "reject" } },
      ],
    });
  });

  it.each([
    ["nothing", [approval("a")], [], "resume_incomplete"],
    ["an unknown interrupt", [approval("a")], [answer("x")], "resume_unknown"],
    ["one of two", [approval("a"), approval("b")], [answer("a")], "resume_incomplete"],
    ["one twice", [approval("a")], [answer("a"), answer("a")], "resume_duplicate"],
    ["one that has expired", [approval("a", { isExpired: true })], [answer("a")], "resume_expired"],
    ["one that was expired before", [approval("a", { status: "EXPIRED" })], [answer("a")], "resume_expired"],
    ["one that was cancelled", [approval("a", { status: "CANCELLED" })], [answer("a")], "resume_stale"],
    ["text for a boolean", [approval("a")], [answer("a", { approved: "true" })], "resume_payload_invalid"],
    ["no payload", [approval("a")], [{ interruptId: "a", status: "resolved" } as const], "resume_payload_invalid"],
    ["a list", [approval("a")], [answer("a", [])], "resume_payload_invalid"],
    ["more than is asked", [approval("a")], [answer("a", { approved: true, admin: 1 })], "resume_payload_invalid"],
  ])("F-40 refuses %s", (_what, known, entries, code) => {
    expect(codeOf(known, entries)).toBe(code);
  });

  it("lets a client past what has expired by abandoning it, before and after it was decided so", () => {
    const abandoned: ResumeEntry = { interruptId: "a", status: "cancelled" };
    expect(correlateResume([approval("a", { isExpired: true })], [abandoned])).toEqual({
      type: "decide",
      decisions: [{ interruptId: "a", decision: { type: "expire" } }],
    });
    expect(codeOf([approval("a", { status: "EXPIRED" })], [abandoned])).toBe("replay");
    expect(correlateResume([approval("a", { status: "EXPIRED" }), approval("b")], [abandoned, answer("b")])).toEqual({
      type: "decide",
      decisions: [{ interruptId: "b", decision: { type: "approve" } }],
    });
  });

  it.each([[{}], [{ order: 7 }], [{ order: "a", more: 1 }], ["text"]])("H-05 refuses the edit %o", (editedArgs) => {
    expect(codeOf([approval("a")], [answer("a", { approved: true, editedArgs })])).toBe("resume_payload_invalid");
  });

  it("F-37 H-13 takes what repeats the record as a replay, whatever the order of its keys, and F-38 refuses what differs", () => {
    const decided = approval("a", {
      status: "EXECUTED",
      decision: { type: "approve", editedArgs: { order: "x" } },
    });
    expect(codeOf([decided], [answer("a", { editedArgs: { order: "x" }, approved: true })])).toBe("replay");
    expect(codeOf([decided], [answer("a", { approved: true })])).toBe("resume_already_resolved");
    expect(codeOf([decided], [answer("a", { approved: "x" })])).toBe("resume_already_resolved");
  });

  it("goes on with what is open when a part was decided before, in the same way", () => {
    const decided = approval("a", { status: "APPROVED", decision: { type: "approve" } });
    expect(correlateResume([decided, approval("b")], [answer("a"), answer("b")])).toMatchObject({
      type: "decide",
      decisions: [{ interruptId: "b" }],
    });
  });

  it("reads forms, results of clients and cancelled entries", () => {
    const form = approval("f", {
      kind: "form",
      responseSchema: formResponseSchema({ type: "object" }, [{ id: "yes" }, { id: "no" }]),
    });
    const call = approval("c", { kind: "frontend_tool", responseSchema: frontendToolResponseSchema() });
    expect(
      correlateResume(
        [form, call, approval("a")],
        [
          answer("f", { choice: "yes", values: { x: 1 } }),
          answer("c", { content: "red" }),
          { interruptId: "a", status: "cancelled", payload: { reason: "no time" } },
        ],
      ),
    ).toMatchObject({
      decisions: [
        { decision: { type: "answer", choice: "yes", values: { x: 1 } } },
        { decision: { type: "result", content: "red" } },
        { decision: { type: "reject", reason: "no time" } },
      ],
    });
    expect(codeOf([form], [answer("f", { choice: "maybe" })])).toBe("resume_payload_invalid");
  });

  it("does not wait for the client's own calls before it decides about the others", () => {
    const call = approval("c", { kind: "frontend_tool", responseSchema: frontendToolResponseSchema() });
    expect(codeOf([approval("a"), call], [answer("a")])).toBe("decide");
  });
});

describe("canonical", () => {
  it("is the same for equal values, at every depth, and another for others", () => {
    expect(canonical({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonical({ a: null, b: [{ c: 2, d: 1 }] }));
    expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }));
  });
});
