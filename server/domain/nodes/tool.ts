import { z } from "zod";
import { truncate } from "../text";
import { uncertaintyPolicies } from "../agent/uncertainty";
import { httpFields, invokeConfigSchema, jsonObjectSchema } from "./config-fields";
import { approvalFields } from "./approval-fields";
import { defineNode, singlePort } from "./definition";
import { resolveHttpRequest } from "./http-request";
import { fieldSources } from "./sources";

const toolConfigSchema = z
  .object({
    tool_binding_id: z.string().min(1).max(128).optional(),
    /** What a stored tool is called with, by the names of its parameters. */
    arguments: jsonObjectSchema.optional(),
    ...httpFields,
    invoke_config_json: invokeConfigSchema.optional(),
    timeout_seconds: z.number().min(1).max(600).default(30),
    /** For calls that change something: what to do when the server stopped in the middle of one. A stored tool has its own. */
    on_uncertain: z.enum(uncertaintyPolicies).optional(),
    ...approvalFields,
  })
  .refine(
    (config) => {
      const invoke = config.invoke_config_json;
      return [
        config.tool_binding_id,
        config.url,
        config.base_url,
        config.path,
        invoke?.url,
        invoke?.base_url,
        invoke?.path,
      ].some(Boolean);
    },
    { path: ["url"], message: "Choose a tool, or give a URL" },
  );
type ToolConfig = z.output<typeof toolConfigSchema>;

/** Calls a tool: a stored one by its binding, or an HTTP request described in place. */
export const toolNode = defineNode({
  kind: "tool",
  aliases: ["http", "http-request"],
  label: "Tool",
  description: "Calls a stored tool or an HTTP service.",
  group: "outside",
  configSchema: toolConfigSchema,
  initialConfig: { method: "GET", url: "/api/demo/orders/A-1001" },
  isPure: false,
  ports: () => [...singlePort],
  outputs: () => [
    { path: "output.status", type: "number", description: "HTTP status of the response" },
    { path: "output.headers", type: "object", description: "Headers of the response, names in lower case" },
    { path: "output.body", type: "any", description: "The response: JSON when it was sent as JSON, otherwise text" },
  ],
  sources: (config) =>
    fieldSources(config, ["arguments", "url", "base_url", "path", "query", "headers", "body", "invoke_config_json"]),
  summary: (config) => toolSummary(config),
  fields: {
    tool_binding_id: {
      label: "Tool",
      widget: "tool-binding",
      help: "A tool of the Tools page. Without one, describe the request here.",
    },
    arguments: {
      label: "Arguments",
      widget: "json",
      section: "Stored tool",
      help: "What a stored tool is called with, by the names of its parameters; placeholders are filled in.",
    },
    method: { label: "Method", widget: "select" },
    url: {
      label: "URL",
      widget: "template",
      placeholder: "https://api.example.com/orders/{{ inputs.order_id }}",
      help: "The whole address. Used in place of base URL and path.",
    },
    base_url: { label: "Base URL", widget: "text", section: "Address in parts" },
    path: { label: "Path", widget: "template", section: "Address in parts" },
    query: { label: "Query", widget: "key-values" },
    headers: { label: "Headers", widget: "key-values" },
    body: { label: "Body", widget: "json", help: "Sent as JSON; placeholders are filled in." },
    invoke_config_json: {
      label: "Invoke configuration",
      widget: "json",
      section: "Stored tool",
      help: "The same fields as a stored tool has. When it is given, its method is used.",
    },
    timeout_seconds: { label: "Timeout in seconds", widget: "number", section: "Limits" },
    needs_approval: {
      label: "Ask a person first",
      widget: "switch",
      section: "Approval",
      help: "The run waits until somebody has approved the call.",
    },
    approvers: { label: "Who may decide", widget: "approvers", section: "Approval" },
    expires_in_seconds: { label: "Time to decide", widget: "duration", section: "Approval" },
    on_expiry: { label: "When nobody decides", widget: "select", section: "Approval" },
    on_uncertain: {
      label: "When cut off",
      widget: "select",
      section: "Limits",
      help: "If the server stops in the middle of a call that changes something: retry sends it again with the same Idempotency-Key, park asks a person, fail ends the node. A stored tool has its own setting, which this replaces.",
    },
  },
});

function toolSummary(config: ToolConfig): string {
  const request = resolveHttpRequest({ config });
  if (request.ok) return truncate(`${request.value.method} ${request.value.url}`, 120);
  return config.tool_binding_id === undefined ? "No address" : "Stored tool";
}
