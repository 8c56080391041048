import { definitionOf, parseConfig, resolveKind } from "@/server/domain/nodes/registry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";

/** One line that tells what the node does with its configuration. */
export function summaryOf(node: WorkflowNode): string {
  const kind = resolveKind(node.type);
  if (!kind) return `Unknown type ${node.type}`;
  const config = parseConfig(node);
  const definition = definitionOf(kind);
  return config.ok ? definition.summary(config.value) : definition.description;
}
