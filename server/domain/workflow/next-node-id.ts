import type { NodeKind, Workflow } from "./schema";

/** An id that no node of the document has: the kind's name, then `llm-2`, `llm-3`. */
export function nextNodeId(workflow: Pick<Workflow, "nodes">, kind: NodeKind): string {
  const taken = new Set(workflow.nodes.map((node) => node.id));
  if (!taken.has(kind)) return kind;
  let number = 2;
  while (taken.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}
