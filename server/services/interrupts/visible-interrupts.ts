import type { Prisma } from "@/prisma/generated/client";
import type { Principal } from "@/server/services/access/principal";

/** Kinds that wait for a person. A frontend tool waits for the client's program, so no inbox shows it. */
export const askedKinds = ["approval", "uncertain_call", "form"] as const;

/** The rule of `mayDecide` as a condition of a query: named, of a named role, or, where nobody is named, owner or admin. */
export function whereMayDecide({ personId, role }: Principal): Prisma.InterruptWhereInput {
  return {
    OR: [
      { approvers: { path: ["people"], array_contains: [personId] } },
      { approvers: { path: ["roles"], array_contains: [role] } },
      {
        AND: [
          { approvers: { path: ["people"], equals: [] } },
          { approvers: { path: ["roles"], equals: [] } },
          role === "admin" ? {} : { ownerId: personId },
        ],
      },
    ],
  };
}

/** What a person may see: their own runs' questions, those they may decide or have decided, and for an admin all of the tenant. */
export function whereVisible(principal: Principal): Prisma.InterruptWhereInput {
  const { tenantId, personId, role } = principal;
  if (role === "admin") return { tenantId };
  return { tenantId, OR: [{ ownerId: personId }, { decidedById: personId }, whereMayDecide(principal)] };
}
