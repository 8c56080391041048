import type { WorkflowTemplate } from "@/server/services/templates/template";

export const expenseCheck: WorkflowTemplate = {
  key: "expense-check",
  name: "Expense check",
  description: "Goes through a list of expenses: small ones are paid at once, about each large one a person is asked.",
  workflow: {
    version: "1.0",
    inputs: [
      {
        name: "query",
        type: "text",
        title: "Expenses",
        description: "One per line: what it was, and the amount.",
        required: true,
      },
    ],
    nodes: [
      { id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 66 } },
      {
        id: "read-list",
        type: "code",
        title: "Read the list",
        config: {
          language: "javascript",
          code: [
            "// Each line ends with its amount: Train to Ghent 48",
            "const lines = payload.text.split('\\n').map((line) => line.trim()).filter(Boolean);",
            "result = lines.map((line) => {",
            "  const amount = Number(/[\\d.]+(?=\\D*$)/.exec(line)?.[0] ?? 0);",
            "  return { what: line.replace(/[\\d.]+\\D*$/, '').trim() || line, amount };",
            "});",
            "console.log(`${result.length} expenses read`);",
            "",
          ].join("\n"),
          input_json: { text: "{{ inputs.query }}" },
          timeout_seconds: 20,
        },
        ui: { x: 400, y: 66 },
      },
      {
        id: "each-expense",
        type: "iteration",
        title: "Each expense",
        config: { items: "{{ nodes.read-list.output.result_json }}", parallelism: 4 },
        ui: { x: 720, y: 80, width: 976, height: 350 },
      },
      {
        id: "is-large",
        type: "if-else",
        title: "Over 100?",
        parent_id: "each-expense",
        config: { expression: "current.item.amount > 100" },
        ui: { x: 752, y: 192 },
      },
      {
        id: "ask-person",
        type: "human-input",
        title: "Ask a person",
        parent_id: "each-expense",
        config: {
          message: "{{ current.item.what }} cost {{ current.item.amount }} euros. How much of it is paid?",
          form: {
            type: "object",
            properties: {
              paid: { type: "number", title: "Paid, in euros", minimum: 0 },
              note: { type: "string", title: "Note" },
            },
            required: ["paid"],
          },
          initial_values: { paid: "{{ current.item.amount }}" },
          choices: [],
        },
        ui: { x: 1088, y: 156 },
      },
      {
        id: "decided",
        type: "template-transform",
        title: "As decided",
        parent_id: "each-expense",
        config: {
          template:
            '{{ current.item.what }}: {{ nodes.ask-person.output.values.paid }} of {{ current.item.amount }} euros. {{ nodes.ask-person.output.values.note | default("") }}',
          as: "text",
        },
        ui: { x: 1424, y: 156 },
      },
      {
        id: "paid-at-once",
        type: "template-transform",
        title: "Paid at once",
        parent_id: "each-expense",
        config: { template: "{{ current.item.what }}: {{ current.item.amount }} euros, paid at once.", as: "text" },
        ui: { x: 1088, y: 316 },
      },
      {
        id: "answer",
        type: "answer",
        title: "Answer",
        config: {
          template:
            '{{ nodes.each-expense.output.count }} expenses:\n\n- {{ nodes.each-expense.output.items | join("\\n- ") }}',
        },
        ui: { x: 1792, y: 66 },
      },
    ],
    edges: [
      { source: "start", target: "read-list" },
      { source: "read-list", target: "each-expense" },
      { source: "is-large", target: "ask-person", condition: "true" },
      { source: "is-large", target: "paid-at-once", condition: "false" },
      { source: "ask-person", target: "decided" },
      { source: "each-expense", target: "answer" },
    ],
    settings: {
      opening: "List your expenses, one per line with its amount.",
      suggestions: ["Lunch 24\nHotel 260\nTaxi 31", "Train to Ghent 48\nConference ticket 390"],
    },
  },
};
