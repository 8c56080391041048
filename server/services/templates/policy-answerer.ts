import type { WorkflowTemplate } from "@/server/services/templates/template";

const documents = [
  {
    title: "Returns",
    content:
      "Goods can be returned within 30 days of delivery. They must be unused and in their packaging. Return shipping is free within the country. The refund is made within 5 working days after the goods have arrived.",
  },
  {
    title: "Delivery",
    content:
      "Orders placed before 15:00 leave the warehouse the same day. Delivery within the country takes 1 to 2 working days, abroad 3 to 6. Orders over 50 euros are delivered free of charge.",
  },
  {
    title: "Warranty",
    content:
      "Every device has a warranty of 24 months from delivery. A defect is repaired first; if a repair fails twice the device is replaced. Damage from water or a fall is not covered.",
  },
  {
    title: "Payment",
    content:
      "We accept card, bank transfer and invoice. Companies pay by invoice within 14 days. A card is charged when the order leaves the warehouse.",
  },
  {
    title: "Gift cards",
    content: "Gift cards are valid for 3 years. They can be used for several orders and cannot be paid out in cash.",
  },
];

export const policyAnswerer: WorkflowTemplate = {
  key: "policy-answerer",
  name: "Policy answerer",
  description: "Finds the passages of a shop's policies that fit the question and answers from them alone.",
  workflow: {
    version: "1.0",
    inputs: [{ name: "query", type: "string", title: "Question", required: true }],
    nodes: [
      { id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 200 } },
      {
        id: "find-policy",
        type: "knowledge-retrieval",
        title: "Find the policy",
        config: { query: "{{ inputs.query }}", top_k: 2, documents },
        ui: { x: 400, y: 200 },
      },
      {
        id: "write-answer",
        type: "llm",
        title: "Write the answer",
        config: {
          system_prompt:
            "Answer the question from the context alone, in two sentences at most. When the context does not say it, say so.",
          prompt: "Context:\n{{ nodes.find-policy.output.retrieved_documents | json }}\n\nQuestion: {{ inputs.query }}",
          temperature: 0.2,
        },
        retry: { max_attempts: 3, backoff_ms: 500 },
        ui: { x: 720, y: 200 },
      },
      {
        id: "answer",
        type: "answer",
        title: "Answer",
        config: { template: "{{ nodes.write-answer.text }}" },
        ui: { x: 1040, y: 200 },
      },
    ],
    edges: [
      { source: "start", target: "find-policy" },
      { source: "find-policy", target: "write-answer" },
      { source: "write-answer", target: "answer" },
    ],
    settings: {
      opening: "Ask about returns, delivery, warranty or payment.",
      suggestions: ["How long can I return something?", "What does the warranty cover?", "When is delivery free?"],
    },
  },
};
