import { z } from "zod";
import { httpFields, jsonObjectSchema } from "../nodes/config-fields";

/** The four files of config/agents, and the values of a row's `section`. `workflow` holds the stages. */
export const runtimeSections = ["agents", "tasks", "workflow", "tools"] as const;
export type RuntimeSection = (typeof runtimeSections)[number];

export const agentTypes = ["llm", "agent"] as const;

/** Names as providers give them: `gpt-4.1-mini`, `meta-llama/Llama-3.1-8B:free`. Empty is the installation's default model. */
const modelName = z
  .string()
  .max(200)
  .regex(
    /^$|^[A-Za-z0-9][A-Za-z0-9._:/@+~-]*$/,
    "A model's name has letters, digits and . _ : / @ + ~ - and no spaces. Leave it empty for the default model.",
  );
const title = z.string().max(200).default("");
const toolName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "Use 1 to 64 letters, digits, _, - or .");
const emptyParameters = { type: "object", properties: {} };

/** Who answers: an `llm` is asked once, an `agent` may use tools in rounds. */
const agentSchema = z.strictObject({
  title,
  type: z.enum(agentTypes, "There is no such type of agent. Use llm or agent.").default("llm"),
  model: modelName.default(""),
  system_prompt: z.string().max(200_000).default(""),
  temperature: z.number().min(0).max(2).nullable().default(null),
  max_tokens: z.int().min(1).max(1_000_000).nullable().default(null),
  max_rounds: z.int().min(1).max(50).default(50),
  tools: z.array(toolName).max(64).default([]),
});

/** What is asked. `prompt` is a template; `expected_output` a JSON Schema that the answer must fit. */
const taskSchema = z.strictObject({
  title,
  prompt: z.string().max(200_000).default(""),
  expected_output: jsonObjectSchema.nullable().default(null),
});

/** One stage: an agent with a task, after other stages, and only when the expression `when` holds. */
const stageSchema = z.strictObject({
  title,
  agent: z.string().max(64).default(""),
  task: z.string().max(64).default(""),
  /** null is the stage before it in the list, none for the first. */
  after: z.array(z.string().max(64)).max(32).nullable().default(null),
  when: z.string().max(10_000).default(""),
});

/** What agents may call: a stored tool by its binding, or else an HTTP request described here. */
const toolSchema = z.strictObject({
  description: z.string().max(4000).default(""),
  tool_binding_id: z.string().max(128).default(""),
  parameters: jsonObjectSchema.default(emptyParameters),
  method: httpFields.method.unwrap().default("GET"),
  url: z.string().max(8000).default(""),
  base_url: z.string().max(8000).default(""),
  path: z.string().max(8000).default(""),
  query: jsonObjectSchema.default({}),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().default(null),
  needs_approval: z.boolean().default(false),
});

/** The fields of an entry by section, with the type and the default of each. What is not named here is refused. */
export const sectionSchemas = {
  agents: agentSchema,
  tasks: taskSchema,
  workflow: stageSchema,
  tools: toolSchema,
} satisfies Record<RuntimeSection, z.ZodObject>;

/** An entry of a section once merged: every field has a value. */
export type EntryValues<Section extends RuntimeSection> = z.output<(typeof sectionSchemas)[Section]>;

/** What a section's names look like: agents, tasks and stages become ids of nodes, tools names of functions. */
const namePattern = /^[a-z][a-z0-9_-]{0,62}$/;
/** Ids that the compiled workflow uses itself. */
const reservedStage = /^(?:start|answer|when-.*)$/;

/** Why an entry cannot have this key, in a sentence; undefined when it can. */
export function keyProblem(section: RuntimeSection, key: string): string | undefined {
  if (section === "tools") {
    return toolName.safeParse(key).success
      ? undefined
      : `"${key}" cannot be a tool's name: use 1 to 64 letters, digits, _, - or .`;
  }
  if (!namePattern.test(key))
    return `"${key}" cannot be a name here: use small letters, digits, - and _, a letter first, at most 63.`;
  if (section === "workflow" && reservedStage.test(key))
    return `A stage cannot be called "${key}"; that name is taken.`;
  return undefined;
}
