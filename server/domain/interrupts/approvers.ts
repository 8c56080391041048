import type { Approvers } from "./interrupt";

export interface Decider {
  personId: string;
  role: string;
}

/**
 * Whether a person may decide: one who is named, has a named role, or, when nobody is named, the person whose run it is or an
 * admin. Naming approvers takes the right from everybody else, the run's own person and admins included.
 */
export function mayDecide(
  decider: Decider,
  { approvers, ownerId }: { approvers: Approvers; ownerId: string },
): boolean {
  const { people, roles } = approvers;
  if (people.length === 0 && roles.length === 0) return decider.personId === ownerId || decider.role === "admin";
  return people.includes(decider.personId) || roles.includes(decider.role);
}
