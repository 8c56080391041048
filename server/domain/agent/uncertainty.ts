/** What becomes of a call that was cut off, so that nobody knows whether it happened. */
export const uncertaintyPolicies = ["retry", "park", "fail"] as const;
export type UncertaintyPolicy = (typeof uncertaintyPolicies)[number];
