import { z } from "zod";
import { truncate } from "../text";
import { defineNode, singlePort } from "./definition";
import { fieldSources } from "./sources";

export const mostItems = 1000;

const iterationConfigSchema = z.object({
  /** A template whose value is a list. */
  items: z.string().min(1, "Name the list").max(20_000),
  parallelism: z.int().min(1).max(20).default(1),
  on_item_error: z.enum(["fail", "continue"]).default("fail"),
});

/** Runs its body, the nodes inside it, once for each item of a list. */
export const iterationNode = defineNode({
  kind: "iteration",
  aliases: ["for-each", "map"],
  label: "Iteration",
  description: "Runs the nodes inside it for each item of a list.",
  group: "flow",
  configSchema: iterationConfigSchema,
  initialConfig: { items: "{{ inputs.items }}" },
  isPure: false,
  ports: () => [...singlePort],
  outputs: () => [
    { path: "output.items", type: "array", description: "What the body came to, for each item in order" },
    { path: "output.count", type: "number", description: "How many items there were" },
  ],
  sources: (config) => fieldSources(config, ["items"]),
  summary: ({ items, parallelism }) => truncate(parallelism > 1 ? `${items} · ${parallelism} at once` : items, 120),
  fields: {
    items: {
      label: "List",
      widget: "template",
      placeholder: "{{ nodes.search.output.retrieved_documents }}",
      help: `At most ${mostItems} items. Inside, current.item and current.index are the item and its number from 0.`,
    },
    parallelism: { label: "At once", widget: "number", help: "1 to 20 items side by side." },
    on_item_error: {
      label: "When an item fails",
      widget: "select",
      help: "Going on notes the error as the item's result; failing ends the node.",
    },
  },
});
