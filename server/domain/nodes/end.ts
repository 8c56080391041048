import { z } from "zod";
import { truncate } from "../text";
import { renderValue } from "../template/render";
import { defaultPort, defineNode } from "./definition";
import type { NodeOutcome, RunContext } from "./outcome";
import { fieldSources } from "./sources";

const endConfigSchema = z.object({ result: z.json().optional() });

/** Ends its branch and names the run's result. */
export const endNode = defineNode({
  kind: "end",
  aliases: [],
  label: "End",
  description: "Ends the run and names its result.",
  group: "output",
  configSchema: endConfigSchema,
  initialConfig: {},
  isPure: true,
  ports: () => [],
  outputs: () => [{ path: "output", type: "any", description: "The run's result" }],
  sources: (config) => fieldSources(config, ["result"]),
  summary: ({ result }) => {
    if (result === undefined) return "No result";
    return truncate(typeof result === "string" ? result : JSON.stringify(result), 120);
  },
  fields: {
    result: {
      label: "Result",
      widget: "json",
      help: "Text or JSON; placeholders such as {{ nodes.llm.text }} are filled in.",
    },
  },
});

/** The run's result, or no output when none is configured. Throws as `renderValue`. */
export function decideEnd(config: z.output<typeof endConfigSchema>, context: RunContext): NodeOutcome {
  if (config.result === undefined) return { port: defaultPort };
  return { port: defaultPort, output: renderValue(config.result, context) };
}
