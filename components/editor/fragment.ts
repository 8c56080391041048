import { z } from "zod";
import { workflowEdgeSchema, workflowNodeSchema } from "@/server/domain/workflow/schema";
import { withBodies } from "./frames";
import type { Graph } from "./graph";

/** A piece of a workflow, as it travels through the clipboard: plain JSON, so that it can be pasted into another tab or a mail. */
export const fragmentSchema = z.object({
  nodes: z.array(workflowNodeSchema).max(5000),
  edges: z.array(workflowEdgeSchema).max(20_000).default([]),
});
export type Fragment = z.infer<typeof fragmentSchema>;

/** The chosen nodes with what lies inside them, and the edges among all these. */
export function fragmentOf(graph: Graph, nodeIds: ReadonlySet<string>): Fragment {
  const chosen = withBodies(graph, nodeIds);
  return {
    nodes: graph.nodes.filter((node) => chosen.has(node.id)),
    edges: graph.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
  };
}

/** The fragment in a clipboard text, or null when the text is something else. */
export function parseFragment(text: string): Fragment | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = fragmentSchema.safeParse(value);
  return parsed.success && parsed.data.nodes.length > 0 ? parsed.data : null;
}
