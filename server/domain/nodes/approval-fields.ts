import { z } from "zod";
import { expiryPolicies } from "../interrupts/interrupt";

/** Who is asked and for how long, as documents say it. Nobody named: the person whose run it is, and admins. */
export const approversSchema = z
  .object({
    people: z.array(z.string().min(1).max(128)).max(50).default([]),
    roles: z.array(z.string().min(1).max(64)).max(50).default([]),
  })
  .default({ people: [], roles: [] });

const longestWaitSeconds = 365 * 24 * 60 * 60;

export const expiresInSecondsSchema = z.int().min(1).max(longestWaitSeconds).optional();

/** Fields of a tool that decide whether, and by whom, its calls are approved. */
export const approvalFields = {
  needs_approval: z.boolean().default(false),
  approvers: approversSchema,
  expires_in_seconds: expiresInSecondsSchema,
  on_expiry: z.enum(expiryPolicies).default("reject"),
};

/** The rule among a tool's or a node's other settings. */
export function ruleOf(fields: ApprovalRule): ApprovalRule {
  const { needs_approval, approvers, expires_in_seconds, on_expiry } = fields;
  return { needs_approval, approvers, on_expiry, ...(expires_in_seconds === undefined ? {} : { expires_in_seconds }) };
}

export interface ApprovalRule {
  needs_approval: boolean;
  approvers: z.output<typeof approversSchema>;
  expires_in_seconds?: number | undefined;
  on_expiry: (typeof expiryPolicies)[number];
}
