import { z } from "zod";
import { truncate } from "../text";
import { renderText } from "../template/render";
import { defaultPort, defineNode, singlePort } from "./definition";
import type { NodeOutcome, RunContext } from "./outcome";
import { fieldSources } from "./sources";

const answerConfigSchema = z.object({ template: z.string().min(1).max(200_000) });

/** Says something in the chat. */
export const answerNode = defineNode({
  kind: "answer",
  aliases: ["reply"],
  label: "Answer",
  description: "Sends text to the chat, streamed while a model writes it.",
  group: "output",
  configSchema: answerConfigSchema,
  configAliases: { text: "template" },
  initialConfig: { template: "{{ inputs.query }}" },
  isPure: true,
  ports: () => [...singlePort],
  outputs: () => [{ path: "text", type: "string", description: "The text that was sent" }],
  sources: (config) => fieldSources(config, ["template"]),
  summary: (config) => truncate(config.template, 120),
  fields: {
    template: {
      label: "Answer",
      widget: "template",
      placeholder: "{{ nodes.llm.text }}",
      help: "Streams word by word when it is one model's text with fixed text around it.",
    },
  },
});

/** The text to send. Throws as `renderText`. */
export function decideAnswer(config: z.output<typeof answerConfigSchema>, context: RunContext): NodeOutcome {
  return { port: defaultPort, text: renderText(config.template, context) };
}
