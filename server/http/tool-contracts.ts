import { z } from "zod";
import { uncertaintyPolicies } from "@/server/domain/agent/uncertainty";
import { jsonObjectSchema } from "@/server/domain/nodes/config-fields";
import { headerChangesSchema, toolDefinitionSchema, toolNameSchema } from "@/server/domain/tools/tool-definition";

/** The shapes of tools in the REST API. */
const versionShape = z.strictObject({
  number: z.int(),
  used: z.boolean().describe("Whether calls are made with it."),
  description: z.string(),
  input_schema: jsonObjectSchema,
  invoke_config_json: toolDefinitionSchema.shape.invokeConfig,
  created_at: z.iso.datetime(),
});

const toolFields = {
  id: z.string(),
  binding_id: z.string().describe("What a workflow names as tool_binding_id."),
  name: z.string(),
  description: z.string(),
  kind: z.enum(["http", "mcp"]),
  host: z.string().nullable().describe("Where calls go; null without a usable address."),
  server: z.string().nullable().describe("The MCP server that offers it."),
  allowed: z.boolean(),
  archived: z.boolean(),
  needs_approval: z.boolean(),
  on_uncertain: z.enum(uncertaintyPolicies),
  version: z.int().describe("The version that calls are made with."),
  offer: z
    .enum(["same", "changed", "gone"])
    .describe("What an MCP server offers now, compared with the version in use."),
  input_schema: jsonObjectSchema,
};

export const toolPageAnswer = z.strictObject({ items: z.array(z.strictObject(toolFields)) });

export const toolAnswer = z.strictObject({
  ...toolFields,
  binding: z.strictObject({
    base_url: z.string(),
    header_names: z.array(z.string()).describe("Values of headers are never given out."),
  }),
  versions: z.array(versionShape),
});

export const toolVersionsAnswer = z.strictObject({ items: z.array(versionShape).describe("The newest first.") });

export const listToolsQuery = z.strictObject({
  q: z.string().max(200).optional().describe("Looks in names, descriptions and hosts."),
  archived: z.enum(["true", "false"]).default("false"),
});

const { description, inputSchema, invokeConfig } = toolDefinitionSchema.shape;

export const toolVersionBody = z.strictObject({
  description: description.default(""),
  input_schema: inputSchema.default({ type: "object", properties: {} }).describe("JSON Schema of the arguments."),
  invoke_config_json: invokeConfig.describe(
    "method, url or base_url and path, query, headers, body; {name} takes an argument.",
  ),
});

const settings = {
  needs_approval: z.boolean().optional().describe("Ask a person before each call."),
  on_uncertain: z.enum(uncertaintyPolicies).optional().describe("What becomes of a call that was cut off."),
  binding: z
    .strictObject({
      base_url: z.string().trim().max(8000).optional(),
      headers: headerChangesSchema.optional().describe("By name; null takes a header away."),
    })
    .optional(),
};

export const createToolBody = toolVersionBody.extend({ name: toolNameSchema, ...settings });

export const changeToolBody = z
  .strictObject({
    ...settings,
    allowed: z.boolean().optional().describe("Of an MCP server's tool: whether it may be called."),
    version: z.int().min(1).optional().describe("Makes calls with another stored version."),
  })
  .refine((body) => Object.keys(body).length > 0, "Name at least one thing to change.");

export const toolVersionAnswer = z.strictObject({
  number: z.int(),
  created: z.boolean().describe("False when the version in use is the same already."),
});
