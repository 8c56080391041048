import { describe, expect, it } from "vitest";

import { approvalIdOf, approvalsHref, groupOf, readApprovalFilters } from "./approval-filters";

const read = (href: string) => readApprovalFilters(new URL(href, "http://localhost").searchParams);

describe("the address of the inbox", () => {
  it("holds group, filters and the chosen question, and gives them back", () => {
    const filters = { group: "decided", search: "pay & go", kind: "form", workflowId: "w1" } as const;
    const href = approvalsHref(filters, "a/b");
    expect(href).toBe("/approvals/a%2Fb?group=decided&search=pay+%26+go&kind=form&workflow=w1");
    expect(read(href)).toEqual(filters);
    expect(approvalIdOf(new URL(href, "http://localhost").pathname)).toBe("a/b");
  });

  it("is short for what everybody begins with", () => {
    expect(approvalsHref({ group: "mine" })).toBe("/approvals");
    expect(approvalIdOf("/approvals")).toBeUndefined();
    expect(approvalIdOf("/runs/a")).toBeUndefined();
  });

  it("takes unknown words for nothing", () => {
    expect(read("/approvals?group=all&kind=wish&search=")).toEqual({ group: "mine" });
    expect(readApprovalFilters(new URLSearchParams(), "decided").group).toBe("decided");
  });
});

it.each([
  [{ status: "PENDING_APPROVAL", mayDecide: true }, "mine"],
  [{ status: "PENDING_APPROVAL", mayDecide: false }, "team"],
  [{ status: "EXPIRED", mayDecide: true }, "decided"],
] as const)("%o stands in %s", (given, group) => expect(groupOf(given)).toBe(group));
