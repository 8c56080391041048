import { z } from "zod";
import type { Json } from "../json";
import { renderValue } from "../template/render";
import { defaultPort, defineNode, singlePort } from "./definition";
import type { NodeOutcome, RunContext } from "./outcome";
import { fieldSources } from "./sources";

/** A name that templates and expressions can both reach; names of the object prototype are refused. */
const stateNameSchema = z
  .string()
  .max(64)
  .regex(/^[\p{L}_][\p{L}\p{N}_-]*$/u, "Use letters, digits, - and _, starting with a letter")
  .refine((name) => !(name in Object.prototype), "This name is reserved");

const assignerConfigSchema = z.object({
  assignments: z
    .record(stateNameSchema, z.json())
    .refine((assignments) => Object.keys(assignments).length > 0, "Assign at least one name"),
});

/** Sets values of `state`, which later nodes and later turns of the conversation can read. */
export const assignerNode = defineNode({
  kind: "assigner",
  aliases: ["variable-assigner", "assign"],
  label: "Assigner",
  description: "Keeps values in the conversation's state.",
  group: "data",
  configSchema: assignerConfigSchema,
  initialConfig: { assignments: { value: "{{ inputs.query }}" } },
  isPure: true,
  ports: () => [...singlePort],
  outputs: () => [{ path: "output.state_updates", type: "object", description: "The values that were set, by name" }],
  sources: (config) => fieldSources(config, ["assignments"]),
  summary: (config) => Object.keys(config.assignments).join(", "),
  fields: {
    assignments: {
      label: "Assignments",
      widget: "assignments",
      help: "Each name becomes state.<name>. A value that is one placeholder keeps its type.",
    },
  },
});

/** The state to merge; all values read the state as it was before. Throws as `renderValue`. */
export function decideAssigner(config: z.output<typeof assignerConfigSchema>, context: RunContext): NodeOutcome {
  const stateUpdates: Record<string, Json> = {};
  for (const [name, value] of Object.entries(config.assignments)) stateUpdates[name] = renderValue(value, context);
  return { port: defaultPort, output: { state_updates: stateUpdates }, stateUpdates };
}
