import { z } from "zod";
import { jsonObjectSchema } from "./config-fields";
import { defineNode, singlePort } from "./definition";
import { fieldSources } from "./sources";

/** How deep workflows may lie inside each other, the outermost included. */
export const deepestWorkflow = 5;

const subWorkflowConfigSchema = z.object({
  app_code: z.string().min(1, "Choose an app").max(64),
  /** By input name; templates are filled in. */
  inputs: jsonObjectSchema.default({}),
});

/** Runs the published version of another app inside this run. */
export const subWorkflowNode = defineNode({
  kind: "sub-workflow",
  aliases: ["workflow", "subflow"],
  label: "Sub-workflow",
  description: "Runs a published app inside this run.",
  group: "flow",
  configSchema: subWorkflowConfigSchema,
  initialConfig: { app_code: "another-app", inputs: { query: "{{ inputs.query }}" } },
  isPure: false,
  ports: () => [...singlePort],
  outputs: () => [
    { path: "output", type: "any", description: "The result of the app" },
    { path: "text", type: "string", description: "The result as text" },
  ],
  sources: (config) => fieldSources(config, ["inputs"]),
  summary: ({ app_code }) => app_code || "No app",
  fields: {
    app_code: { label: "App", widget: "app", help: "A published app; the version that is live when it runs." },
    inputs: { label: "Inputs", widget: "app-inputs", help: "What the app is given; placeholders are filled in." },
  },
});
