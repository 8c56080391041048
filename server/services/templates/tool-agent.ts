import type { WorkflowTemplate } from "@/server/services/templates/template";

export const toolAgent: WorkflowTemplate = {
  key: "tool-agent",
  name: "Shop assistant",
  description: "An agent with two tools: it looks up orders and the weather as it needs them.",
  workflow: {
    version: "1.0",
    inputs: [{ name: "query", type: "string", title: "Message", required: true }],
    nodes: [
      { id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 200 } },
      {
        id: "assistant",
        type: "agent",
        title: "Shop assistant",
        config: {
          system_prompt:
            "You help customers of a shop. Use your tools for facts about orders and weather. Answer in two sentences at most.",
          prompt: "{{ inputs.query }}",
          max_rounds: 6,
          tools: [
            {
              name: "get_order",
              description: "Look up an order by its number: what it holds, its status and when it is expected.",
              parameters: {
                type: "object",
                properties: { order_id: { type: "string", description: "Order number such as A-1001" } },
                required: ["order_id"],
              },
              method: "GET",
              url: "/api/demo/orders/{order_id}",
            },
            {
              name: "get_weather",
              description: "Get the weather forecast of a city for today.",
              parameters: {
                type: "object",
                properties: { city: { type: "string", description: "Name of the city" } },
                required: ["city"],
              },
              method: "GET",
              url: "/api/demo/weather",
            },
          ],
        },
        ui: { x: 400, y: 200 },
      },
      {
        id: "answer",
        type: "answer",
        title: "Answer",
        config: { template: "{{ nodes.assistant.text }}" },
        ui: { x: 720, y: 200 },
      },
    ],
    edges: [
      { source: "start", target: "assistant" },
      { source: "assistant", target: "answer" },
    ],
    settings: {
      opening: "Ask about an order or the weather.",
      suggestions: [
        "Where is order A-1002?",
        "What is the weather in Lisbon?",
        "Where is order A-1003 and what is the weather in Oslo?",
      ],
    },
  },
};
