import type { WorkflowTemplate } from "@/server/services/templates/template";

export const scoreRouter: WorkflowTemplate = {
  key: "score-router",
  name: "Score router",
  description: "Keeps a score in the state, takes one of two ways by it, and says which.",
  workflow: {
    version: "1.0",
    inputs: [
      { name: "query", type: "string", title: "Message", required: true },
      { name: "score", type: "number", title: "Score", description: "0 to 10", required: false, default: 7 },
    ],
    nodes: [
      { id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 240 } },
      {
        id: "keep-score",
        type: "assigner",
        title: "Keep the score",
        config: { assignments: { score: "{{ inputs.score }}", subject: "{{ inputs.query }}" } },
        ui: { x: 400, y: 240 },
      },
      {
        id: "check-score",
        type: "if-else",
        title: "Score high enough?",
        config: { expression: "state.score >= 5" },
        ui: { x: 720, y: 240 },
      },
      {
        id: "high-path",
        type: "template-transform",
        title: "Write the approval",
        config: { template: '"{{ state.subject }}" scored {{ state.score }} and goes straight through.', as: "text" },
        ui: { x: 1040, y: 120 },
      },
      {
        id: "low-path",
        type: "template-transform",
        title: "Write the referral",
        config: { template: '"{{ state.subject }}" scored {{ state.score }} and needs a second look.', as: "text" },
        ui: { x: 1040, y: 360 },
      },
      {
        id: "say-high",
        type: "answer",
        title: "Say it goes through",
        config: { template: "{{ nodes.high-path.text }}" },
        ui: { x: 1360, y: 120 },
      },
      {
        id: "say-low",
        type: "answer",
        title: "Say it needs a look",
        config: { template: "{{ nodes.low-path.text }}" },
        ui: { x: 1360, y: 360 },
      },
    ],
    edges: [
      { source: "start", target: "keep-score" },
      { source: "keep-score", target: "check-score" },
      { source: "check-score", target: "high-path", condition: "true" },
      { source: "check-score", target: "low-path", condition: "false" },
      { source: "high-path", target: "say-high" },
      { source: "low-path", target: "say-low" },
    ],
    settings: {
      opening: "Name something to be scored.",
      suggestions: ["Refund request of 40 euros", "Invoice from a new supplier"],
    },
  },
};
