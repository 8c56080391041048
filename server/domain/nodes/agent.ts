import { z } from "zod";
import { uncertaintyPolicies } from "../agent/uncertainty";
import { truncate } from "../text";
import { approvalFields } from "./approval-fields";
import {
  httpFields,
  jsonObjectSchema,
  maxTokensSchema,
  modelFailureFields,
  modelFailureHints,
  modelHints,
  modelSchema,
  temperatureSchema,
  useFilesHint,
  useFilesSchema,
} from "./config-fields";
import { defineNode, singlePort, type SourceField } from "./definition";
import { fieldSources, templateSources } from "./sources";

const boundToolSchema = z.object({ tool_binding_id: z.string().min(1, "Choose a tool").max(128), ...approvalFields });

/** Another app, which the agent hands a task to and gets the answer from. */
const appToolSchema = z.object({
  app_code: z.string().min(1, "Choose an app").max(64),
  description: z.string().max(4000).optional(),
  ...approvalFields,
});

/** What OpenAI's protocol accepts as a function name, and what AG-UI clients call their own tools (`ui.…`). */
const inlineToolSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "Use 1 to 64 letters, digits, _, - or ."),
  description: z.string().max(4000).default(""),
  parameters: jsonObjectSchema.default({ type: "object", properties: {} }),
  ...httpFields,
  ...approvalFields,
  on_uncertain: z.enum(uncertaintyPolicies).default("retry"),
});

const agentToolSchema = z.union([boundToolSchema, appToolSchema, inlineToolSchema]);
type AgentTool = z.output<typeof agentToolSchema>;

const agentConfigSchema = z.object({
  model: modelSchema,
  system_prompt: z.string().max(200_000).optional(),
  prompt: z.string().min(1, "Give the agent a task").max(200_000),
  tools: z.array(agentToolSchema).max(64).default([]),
  temperature: temperatureSchema,
  max_tokens: maxTokensSchema,
  max_rounds: z.int().min(1).max(50).default(50),
  /** JSON Schema that the final answer must fit. */
  response_schema: jsonObjectSchema.optional(),
  ...modelFailureFields,
  use_files: useFilesSchema,
});

/** Lets a model call tools in rounds until it has an answer. */
export const agentNode = defineNode({
  kind: "agent",
  aliases: [],
  label: "Agent",
  description: "Lets a model use tools in rounds until it has an answer.",
  group: "model",
  configSchema: agentConfigSchema,
  initialConfig: { prompt: "{{ inputs.query }}", tools: [] },
  isPure: false,
  ports: () => [...singlePort],
  outputs: (config) => [
    { path: "text", type: "string", description: "The final answer" },
    { path: "output.rounds", type: "number", description: "How often the model was asked" },
    { path: "output.tool_calls", type: "array", description: "Each call: name, arguments, result" },
    ...(config.response_schema
      ? [{ path: "output.json", type: "any" as const, description: "The answer, read by its schema" }]
      : []),
  ],
  sources: (config) => [...fieldSources(config, ["model", "system_prompt", "prompt"]), ...toolSources(config.tools)],
  summary: (config) => {
    const count = config.tools.length;
    const tools = count === 0 ? "no tools" : count === 1 ? "1 tool" : `${count} tools`;
    return truncate([config.model, tools, config.prompt].filter(Boolean).join(" · "), 120);
  },
  fields: {
    ...modelHints,
    ...modelFailureHints,
    system_prompt: { label: "System prompt", widget: "template", help: "Who the agent is and what it may do." },
    prompt: { label: "Task", widget: "template", placeholder: "{{ inputs.query }}" },
    tools: { label: "Tools", widget: "tools", help: "What the model may call." },
    response_schema: {
      label: "Answer schema",
      widget: "json-schema",
      section: "Answer",
      help: "JSON Schema of the answer.",
    },
    use_files: useFilesHint,
    max_rounds: { label: "Rounds at most", widget: "number", section: "Limits", help: "1 to 50." },
  },
});

/** Only where a tool's calls go is filled in; what the model is told of it stands as written. */
function toolSources(tools: AgentTool[]): SourceField[] {
  return tools.flatMap((tool, index) => {
    if (!("name" in tool)) return [];
    const { method: _method, url, base_url, path, query, headers, body } = tool;
    return templateSources({ url, base_url, path, query, headers, body }, ["tools", index]);
  });
}
