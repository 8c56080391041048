import { describe, expect, it } from "vitest";
import { mayDecide } from "./approvers";

const owner = { personId: "ann", role: "member" };
const admin = { personId: "bob", role: "admin" };
const lead = { personId: "cho", role: "lead" };

describe("mayDecide", () => {
  it.each([
    [owner, { people: [], roles: [] }, true],
    [admin, { people: [], roles: [] }, true],
    [lead, { people: [], roles: [] }, false],
    [lead, { people: [], roles: ["lead"] }, true],
    [lead, { people: ["cho"], roles: [] }, true],
    [owner, { people: ["cho"], roles: ["lead"] }, false],
    [admin, { people: ["cho"], roles: [] }, false],
  ])("%o with %o: %s", (decider, approvers, allowed) => {
    expect(mayDecide(decider, { approvers, ownerId: "ann" })).toBe(allowed);
  });
});
