import type { JsonObject } from "@/server/domain/json";
import { type ModelScript, scriptLine } from "./model-script";

/** Stands for what an end user must never read. */
export const canary = "canary-5e1f90";

const query = { name: "query", type: "string", required: false };

function chain(nodes: JsonObject[]): JsonObject {
  const edges = nodes.slice(1).map((node, index) => ({ source: nodes[index]?.id ?? "", target: node.id ?? "" }));
  return { version: "1.0", inputs: [query], nodes, edges };
}

const start = { id: "start", type: "start", title: `Start ${canary}`, config: {} };

/** A tool whose calls go to the demo data of the instance itself. */
export function demoTool(rule: JsonObject = {}): JsonObject {
  return {
    name: "look_up_order",
    description: "Looks up an order by its number.",
    parameters: { type: "object", properties: { order_id: { type: "string" } }, required: ["order_id"] },
    method: "GET",
    url: "/api/demo/orders/{order_id}",
    ...rule,
  };
}

/** An agent that answers the chat; the node before it says something that nobody in the chat may read. */
export function agentDraft(script: ModelScript, tools: JsonObject[] = []): JsonObject {
  const prompt = `You are the order desk. Use your tools when you are asked about an order.\n${scriptLine(script)}`;
  return chain([
    start,
    { id: `hidden-${canary}`, type: "template-transform", title: canary, config: { template: `inside ${canary}` } },
    {
      id: "desk",
      type: "agent",
      title: `Desk ${canary}`,
      config: { system_prompt: prompt, prompt: "{{ inputs.query }}", tools },
    },
    { id: "say", type: "answer", title: `Say ${canary}`, config: { template: "{{ nodes.desk.text }}" } },
  ]);
}

/** A model that answers the chat, without tools. */
export function modelDraft(script: ModelScript, config: JsonObject = {}): JsonObject {
  const prompt = `You answer in full sentences.\n${scriptLine(script)}`;
  return chain([
    start,
    { id: `hidden-${canary}`, type: "template-transform", title: canary, config: { template: `inside ${canary}` } },
    {
      id: "ask",
      type: "llm",
      title: `Ask ${canary}`,
      config: { system_prompt: prompt, prompt: "{{ inputs.query }}", ...config },
    },
    { id: "say", type: "answer", title: `Say ${canary}`, config: { template: "{{ nodes.ask.text }}" } },
  ]);
}

/** A form, then a sentence with what was filled in. */
export function formDraft(config: JsonObject = {}): JsonObject {
  const form = {
    type: "object",
    properties: { colour: { type: "string" }, count: { type: "integer" } },
    required: ["colour"],
    additionalProperties: false,
  };
  return chain([
    start,
    { id: "ask", type: "human-input", title: `Ask ${canary}`, config: { message: "Which colour?", form, ...config } },
    {
      id: "say",
      type: "answer",
      title: "Say",
      config: { template: "You chose {{ nodes.ask.output.values.colour }}." },
    },
  ]);
}

/** Code that throws. */
export function failingDraft(): JsonObject {
  return chain([
    start,
    {
      id: `fails-${canary}`,
      type: "code",
      title: canary,
      config: { language: "javascript", code: `throw new Error("${canary}")` },
    },
    { id: "say", type: "answer", title: "Say", config: { template: "never" } },
  ]);
}
