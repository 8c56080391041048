import { z } from "zod";
import { DomainError } from "../errors";
import { sanitiseJson, truncate } from "../text";
import { renderText } from "../template/render";
import { defaultPort, defineNode, singlePort } from "./definition";
import type { NodeOutcome, RunContext } from "./outcome";
import { fieldSources } from "./sources";

const templateTransformConfigSchema = z.object({
  template: z.string().max(200_000),
  as: z.enum(["text", "json"]).default("text"),
});

/** Writes text or JSON from a template. */
export const templateTransformNode = defineNode({
  kind: "template-transform",
  aliases: ["template"],
  label: "Template",
  description: "Writes text or JSON from a template.",
  group: "data",
  configSchema: templateTransformConfigSchema,
  initialConfig: { template: "{{ inputs.query }}", as: "text" },
  isPure: true,
  ports: () => [...singlePort],
  outputs: (config) =>
    config.as === "json"
      ? [
          { path: "text", type: "string", description: "The rendered text" },
          { path: "output.json", type: "any", description: "The rendered text read as JSON" },
        ]
      : [{ path: "text", type: "string", description: "The rendered text" }],
  sources: (config) => fieldSources(config, ["template"]),
  summary: (config) => truncate(config.template, 120) || "Empty template",
  fields: {
    template: {
      label: "Template",
      widget: "template",
      help: 'For JSON, put texts in with the json filter: {"name": {{ inputs.name | json }}}.',
    },
    as: { label: "Result", widget: "select", help: "Text, or the text read as JSON." },
  },
});

/** The rendered text, and its JSON when asked for. Throws as `renderText`, and `template_invalid` for text that is not JSON. */
export function decideTemplateTransform(
  config: z.output<typeof templateTransformConfigSchema>,
  context: RunContext,
): NodeOutcome {
  const text = renderText(config.template, context);
  if (config.as === "text") return { port: defaultPort, text };
  return { port: defaultPort, text, output: { json: readJson(text) } };
}

function readJson(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError(
      "template_invalid",
      `The template did not render to JSON: ${truncate(reason, 200)}. Put texts in with the json filter.`,
      { cause: error },
    );
  }
  return sanitiseJson(value);
}
