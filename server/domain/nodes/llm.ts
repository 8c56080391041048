import { z } from "zod";
import { truncate } from "../text";
import {
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
import { defineNode, type OutputVariable, singlePort } from "./definition";
import { fieldSources } from "./sources";

const messageSchema = z.object({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string().max(200_000),
});

const llmConfigSchema = z
  .object({
    model: modelSchema,
    ...modelFailureFields,
    system_prompt: z.string().max(200_000).optional(),
    prompt: z.string().max(200_000).optional(),
    messages: z.array(messageSchema).max(200).optional(),
    temperature: temperatureSchema,
    max_tokens: maxTokensSchema,
    response_schema: jsonObjectSchema.optional(),
    use_files: useFilesSchema,
  })
  .refine((config) => Boolean(config.prompt?.trim() || config.system_prompt?.trim() || config.messages?.length), {
    path: ["prompt"],
    message: "Give a prompt, or a list of messages",
  });
type LlmConfig = z.output<typeof llmConfigSchema>;

/** Asks a model once. An explicit list of messages wins over the prompts. */
export const llmNode = defineNode({
  kind: "llm",
  aliases: [],
  label: "LLM",
  description: "Asks a language model once.",
  group: "model",
  configSchema: llmConfigSchema,
  initialConfig: { prompt: "{{ inputs.query }}" },
  isPure: false,
  ports: () => [...singlePort],
  outputs: (config) => llmOutputs(config),
  sources: (config) =>
    config.messages?.length
      ? fieldSources(config, ["model", "fallback_models", "messages"])
      : fieldSources(config, ["model", "fallback_models", "system_prompt", "prompt"]),
  summary: (config) => {
    const words = config.messages?.at(-1)?.content ?? config.prompt ?? config.system_prompt ?? "";
    return truncate([config.model, words].filter(Boolean).join(" · "), 120);
  },
  fields: {
    ...modelHints,
    ...modelFailureHints,
    system_prompt: { label: "System prompt", widget: "template", help: "Who the model is and how it should answer." },
    prompt: { label: "Prompt", widget: "template", placeholder: "{{ inputs.query }}" },
    messages: {
      label: "Messages",
      widget: "messages",
      section: "Messages",
      help: "An explicit list; when it has entries it is used in place of the prompts.",
    },
    response_schema: {
      label: "Response schema",
      widget: "json-schema",
      section: "Structured answer",
      help: "JSON Schema of the answer, which is then also available as JSON.",
    },
    use_files: useFilesHint,
  },
});

function llmOutputs(config: LlmConfig): OutputVariable[] {
  const outputs: OutputVariable[] = [
    { path: "text", type: "string", description: "What the model wrote" },
    { path: "output.usage", type: "object", description: "Tokens used: input_tokens, output_tokens, reasoning_tokens" },
    { path: "output.model", type: "string", description: "The model that answered" },
  ];
  if (config.fallback_models?.length) {
    outputs.push({
      path: "output.failed_models",
      type: "array",
      description: "Models that were asked before it and failed",
    });
  }
  if (config.response_schema) outputs.push({ path: "output.json", type: "any", description: "The answer as JSON" });
  return outputs;
}
