import { workflowSchema } from "@/server/domain/workflow/schema";
import type { Graph } from "@/components/editor/graph";

/** A small workflow with a branch: start, a model, a check of its text, two answers. */
export function sampleGraph(): Graph {
  return workflowSchema.parse({
    version: "1.0",
    inputs: [{ name: "query", type: "string", required: true }],
    nodes: [
      { id: "start", type: "start", title: "Start", ui: { x: 0, y: 80 } },
      {
        id: "ask",
        type: "llm",
        title: "Ask the model",
        config: { prompt: "{{ inputs.query }}" },
        ui: { x: 336, y: 80 },
      },
      {
        id: "check",
        type: "if-else",
        title: "Is it long",
        config: { expression: "size(nodes.ask.text) > 20" },
        ui: { x: 672, y: 80 },
      },
      {
        id: "long",
        type: "answer",
        title: "Long",
        config: { template: "{{ nodes.ask.text }}" },
        ui: { x: 1008, y: 0 },
      },
      {
        id: "short",
        type: "answer",
        title: "Short",
        config: { template: "Short: {{ nodes.ask.text }}" },
        ui: { x: 1008, y: 160 },
      },
    ],
    edges: [
      { source: "start", target: "ask" },
      { source: "ask", target: "check" },
      { source: "check", target: "long", condition: "true" },
      { source: "check", target: "short", condition: "false" },
    ],
  });
}

/** A grid of nodes joined in rows, for what must hold at size. */
export function largeGraph(count: number): Graph {
  const perRow = 40;
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n-${index}`,
    type: index === 0 ? "start" : "template-transform",
    title: `Step ${index}`,
    config: index === 0 ? {} : { template: `Step ${index}` },
    ui: { x: (index % perRow) * 336, y: Math.floor(index / perRow) * 120 },
  }));
  const edges = nodes.slice(1).map((node, index) => ({ source: `n-${index}`, target: node.id }));
  return workflowSchema.parse({ version: "1.0", nodes, edges });
}
