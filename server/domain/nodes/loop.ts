import { z } from "zod";
import { truncate } from "../text";
import { defineNode, singlePort } from "./definition";

const loopConfigSchema = z.object({
  /** An expression; the loop ends after the pass in which it holds. */
  until: z.string().min(1, "Say when the loop ends").max(8000),
  max_passes: z.int().min(1).max(1000).default(10),
  /** What happens when the condition has not held after the last pass. */
  on_limit: z.enum(["fail", "continue"]).default("continue"),
});

/** Runs its body, the nodes inside it, again and again until a condition holds. */
export const loopNode = defineNode({
  kind: "loop",
  aliases: ["repeat", "while"],
  label: "Loop",
  description: "Repeats the nodes inside it until a condition holds.",
  group: "flow",
  configSchema: loopConfigSchema,
  initialConfig: { until: "current.index >= 2" },
  isPure: false,
  ports: () => [...singlePort],
  outputs: () => [
    { path: "output.items", type: "array", description: "What each pass came to" },
    { path: "output.last", type: "any", description: "What the last pass came to" },
    { path: "output.count", type: "number", description: "How many passes there were" },
    { path: "output.state_updates", type: "object", description: "What assigners inside have set, by name" },
  ],
  // It reads what the body has made, so that its names are those inside, which are checked when it runs.
  sources: () => [],
  summary: ({ until, max_passes }) => truncate(`until ${until} · at most ${max_passes}`, 120),
  fields: {
    until: {
      label: "Until",
      widget: "expression",
      placeholder: "state.score >= 5",
      help: "Looked at after each pass, with what its nodes made. What assigners set inside goes on to the next pass.",
    },
    max_passes: { label: "Passes at most", widget: "number", help: "1 to 1,000." },
    on_limit: { label: "After the last pass", widget: "select", help: "When the condition has not held by then." },
  },
});
