import type { RuntimeTemplates } from "./merge";

/** Three stages like those that come with the product, small enough to read in a test. */
export function sampleTemplates(): RuntimeTemplates {
  return {
    agents: {
      reader: { type: "llm", system_prompt: "Read.", temperature: 0 },
      worker: { type: "agent", tools: ["get_order"], max_rounds: 8 },
      writer: { type: "llm", model: "gpt-4.1-mini" },
    },
    tasks: {
      read: {
        prompt: "{{ inputs.query }}",
        expected_output: { type: "object", properties: { needs_work: { type: "boolean" } } },
      },
      work: { prompt: "{{ nodes.intent.output.json | json }}" },
      write: { prompt: 'Facts: {{ nodes.execution.text | default("") }} Question: {{ inputs.query }}' },
    },
    workflow: {
      intent: { agent: "reader", task: "read" },
      execution: { agent: "worker", task: "work" },
      report: { agent: "writer", task: "write" },
    },
    tools: { get_order: { description: "Look up an order.", url: "/api/demo/orders/{id}" } },
  };
}
