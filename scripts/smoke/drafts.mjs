const inputs = [{ name: "query", type: "string", required: true }];

/** @param {Record<string, any>[]} nodes */
function chain(nodes) {
  const edges = nodes.slice(1).map((node, index) => ({ source: nodes[index]?.id, target: node.id }));
  return { version: "1.0", inputs, nodes, edges };
}

const start = { id: "start", type: "start", title: "Start", config: {} };

/** A model that answers in the chat. */
export const chatDraft = chain([
  start,
  { id: "ask", type: "llm", title: "Ask", config: { prompt: "{{ inputs.query }}" } },
  { id: "say", type: "answer", title: "Answer", config: { template: "{{ nodes.ask.text }}" } },
]);

/** An agent that asks a person before it looks up an order. */
export const approvalDraft = chain([
  start,
  {
    id: "desk",
    type: "agent",
    title: "Order desk",
    config: {
      system_prompt: "You are the order desk. Always use look_up_order when you are asked about an order.",
      prompt: "{{ inputs.query }}",
      tools: [
        {
          name: "look_up_order",
          description: "Looks up an order by its number: what it holds and its status.",
          parameters: { type: "object", properties: { order_id: { type: "string" } }, required: ["order_id"] },
          method: "GET",
          url: "/api/demo/orders/{order_id}",
          needs_approval: true,
        },
      ],
    },
  },
  { id: "say", type: "answer", title: "Answer", config: { template: "{{ nodes.desk.text }}" } },
]);

/** The same question without a model: a person is asked, then the order is looked up. */
export const formDraft = chain([
  start,
  {
    id: "ask",
    type: "human-input",
    title: "May it be looked up?",
    config: { message: "May order A-1001 be looked up?", choices: [{ id: "approve", label: "Approve" }] },
  },
  { id: "order", type: "tool", title: "Look up", config: { method: "GET", url: "/api/demo/orders/A-1001" } },
  {
    id: "say",
    type: "answer",
    title: "Answer",
    config: { template: "{{ nodes.order.output.body.item }} is {{ nodes.order.output.body.status }}" },
  },
]);
// The ways out of a question are its choices.
for (const edge of formDraft.edges) if (edge.source === "ask") Object.assign(edge, { condition: "approve" });
