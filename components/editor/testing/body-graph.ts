import { workflowSchema } from "@/server/domain/workflow/schema";
import type { Graph } from "@/components/editor/graph";

/** A workflow with an iteration of two joined nodes, and one node beside it. */
export function bodyGraph(): Graph {
  return workflowSchema.parse({
    version: "1.0",
    inputs: [{ name: "list", type: "array", required: true }],
    nodes: [
      { id: "start", type: "start", title: "Start", ui: { x: 0, y: 80 } },
      {
        id: "each",
        type: "iteration",
        title: "Each",
        config: { items: "{{ inputs.list }}" },
        ui: { x: 336, y: 40, width: 680, height: 260 },
      },
      {
        id: "read",
        type: "template-transform",
        title: "Read",
        parent_id: "each",
        config: { template: "{{ current.item }}" },
        ui: { x: 368, y: 116 },
      },
      {
        id: "write",
        type: "template-transform",
        title: "Write",
        parent_id: "each",
        config: { template: "{{ nodes.read.text }}" },
        ui: { x: 704, y: 116 },
      },
      { id: "loose", type: "template-transform", title: "Loose", config: { template: "x" }, ui: { x: 336, y: 500 } },
      {
        id: "end",
        type: "end",
        title: "End",
        config: { result: "{{ nodes.each.output.items }}" },
        ui: { x: 1112, y: 80 },
      },
    ],
    edges: [
      { source: "start", target: "each" },
      { source: "each", target: "end" },
      { source: "read", target: "write" },
      { source: "loose", target: "end" },
    ],
  });
}
