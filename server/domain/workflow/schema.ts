import { z } from "zod";

/** Kinds of node that this version can run; the aliases that a document may use are in nodes/registry.ts. */
export const nodeKinds = [
  "start",
  "llm",
  "agent",
  "tool",
  "code",
  "answer",
  "human-input",
  "if-else",
  "iteration",
  "loop",
  "sub-workflow",
  "assigner",
  "knowledge-retrieval",
  "template-transform",
  "end",
] as const;
export type NodeKind = (typeof nodeKinds)[number];

export const inputTypes = ["string", "text", "number", "boolean", "object", "array"] as const;

export const workflowInputSchema = z.object({
  name: z.string().min(1).max(64),
  type: z.enum(inputTypes).default("string"),
  title: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  required: z.boolean().default(false),
  default: z.json().optional(),
  options: z.array(z.string()).max(200).optional(),
});
export type WorkflowInput = z.infer<typeof workflowInputSchema>;

export const retryPolicySchema = z.object({
  max_attempts: z.int().min(1).max(10).default(1),
  backoff_ms: z.int().min(0).max(600_000).default(500),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

export const onErrorPolicies = ["fail", "continue", "branch"] as const;

/** A node as stored. `type` may be an alias and `config` may be wrong: a draft is kept with its issues. */
export const workflowNodeSchema = z.object({
  id: z.string().min(1).max(128),
  type: z.string().min(1).max(64),
  title: z.string().max(200).optional(),
  notes: z.string().max(20_000).optional(),
  parent_id: z.string().max(128).optional(),
  config: z.record(z.string(), z.json()).default({}),
  retry: retryPolicySchema.optional(),
  on_error: z.enum(onErrorPolicies).optional(),
  /**
   * Upper left corner on the canvas; also of a node inside another, counted from the same origin. An iteration or a loop
   * may have a size, and is drawn larger where its body needs more.
   */
  ui: z
    .object({
      x: z.number(),
      y: z.number(),
      width: z.number().positive().optional(),
      height: z.number().positive().optional(),
    })
    .optional(),
});
export type WorkflowNode = z.infer<typeof workflowNodeSchema>;

/** `condition` names the source's port ("true", "false", a case's id, "else", "error"); absent means its only port. */
export const workflowEdgeSchema = z.object({
  id: z.string().max(300).optional(),
  source: z.string().min(1).max(128),
  target: z.string().min(1).max(128),
  condition: z.string().max(128).optional(),
});
export type WorkflowEdge = z.infer<typeof workflowEdgeSchema>;

export const workflowSettingsSchema = z.object({
  /** Sentence shown above an empty chat. */
  opening: z.string().max(4000).optional(),
  suggestions: z.array(z.string().max(500)).max(8).optional(),
});

export const workflowSchema = z.object({
  version: z.literal("1.0").default("1.0"),
  inputs: z.array(workflowInputSchema).max(100).default([]),
  nodes: z.array(workflowNodeSchema).default([]),
  edges: z.array(workflowEdgeSchema).default([]),
  settings: workflowSettingsSchema.default({}),
});
/** The DSL document of a draft or a version. */
export type Workflow = z.infer<typeof workflowSchema>;

/** An edge's id when the document gives none; unique because two equal edges are refused by the validator. */
export function edgeId(edge: WorkflowEdge): string {
  return edge.id ?? `${edge.source}:${edge.condition ?? ""}->${edge.target}`;
}
