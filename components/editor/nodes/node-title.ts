import { nodeDefinitions, resolveKind } from "@/server/domain/nodes/registry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";

/** What a node is called: its own title, or its kind's name, or the type that the document gives it. */
export function titleOf(node: Pick<WorkflowNode, "title" | "type">): string {
  if (node.title) return node.title;
  const kind = resolveKind(node.type);
  return kind ? nodeDefinitions[kind].label : node.type;
}
