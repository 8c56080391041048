import type { WorkflowTemplate } from "@/server/services/templates/template";

export const toolCaller: WorkflowTemplate = {
  key: "tool-caller",
  name: "Order look-up",
  description: "Calls an HTTP service with an order number and tells where the order is, or that there is none.",
  workflow: {
    version: "1.0",
    inputs: [{ name: "query", type: "string", title: "Order number", description: "A-1001 to A-1005", required: true }],
    nodes: [
      { id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 240 } },
      {
        id: "look-up-order",
        type: "tool",
        title: "Look up the order",
        config: { method: "GET", base_url: "/api/demo", path: "orders/{{ inputs.query | trim }}", timeout_seconds: 10 },
        retry: { max_attempts: 3, backoff_ms: 300 },
        on_error: "branch",
        ui: { x: 400, y: 240 },
      },
      {
        id: "answer",
        type: "answer",
        title: "Say where it is",
        config: {
          template:
            "Order **{{ nodes.look-up-order.output.body.id }}** ({{ nodes.look-up-order.output.body.item }}) is {{ nodes.look-up-order.output.body.status }}. Expected: {{ nodes.look-up-order.output.body.expected }}.",
        },
        ui: { x: 760, y: 140 },
      },
      {
        id: "not-found",
        type: "answer",
        title: "Say there is none",
        config: { template: "There is no order {{ inputs.query }}. Try one from A-1001 to A-1005." },
        ui: { x: 760, y: 360 },
      },
    ],
    edges: [
      { source: "start", target: "look-up-order" },
      { source: "look-up-order", target: "answer" },
      { source: "look-up-order", target: "not-found", condition: "error" },
    ],
    settings: { opening: "Give me an order number.", suggestions: ["A-1001", "A-1003", "A-9999"] },
  },
};
