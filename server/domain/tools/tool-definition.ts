import { z } from "zod";
import { uncertaintyPolicies } from "../agent/uncertainty";
import { isDeeperThan } from "../json";
import { httpFields, jsonObjectSchema } from "../nodes/config-fields";

/** What every model provider takes as a function's name. Names under `ui.` belong to clients and cannot be written so. */
export const toolNameSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Use 1 to 64 letters, digits, _ or -.");

const deepestSchema = 48;

/** JSON Schema of a call's arguments. */
const inputSchemaSchema = jsonObjectSchema
  .refine((schema) => schema.type === "object", 'The parameters must be a JSON Schema with "type": "object".')
  .refine(
    (schema) => !isDeeperThan(schema, deepestSchema),
    `The schema is nested more than ${deepestSchema} levels deep.`,
  )
  .refine((schema) => JSON.stringify(schema).length <= 128 * 1024, "The schema is larger than 128 KiB.");

/** What a version of an HTTP tool is: what a model is told, and what a call is made of. */
export const toolDefinitionSchema = z.strictObject({
  description: z.string().trim().max(20_000),
  inputSchema: inputSchemaSchema,
  invokeConfig: z.strictObject(httpFields),
});
export type ToolDefinition = z.infer<typeof toolDefinitionSchema>;

export const toolSettingsSchema = z.strictObject({
  needsApproval: z.boolean().optional(),
  onUncertain: z.enum(uncertaintyPolicies).optional(),
});
export type ToolSettings = z.infer<typeof toolSettingsSchema>;

/** Values to set by header name; null takes one away, and what is not named stays as it is. Values are never shown again. */
export const headerChangesSchema = z.record(
  z.string().min(1).max(200),
  z.string().min(1, "Give the header a value.").max(8000).nullable(),
);
export type HeaderChanges = z.infer<typeof headerChangesSchema>;

export const bindingChangeSchema = z.strictObject({
  /** Empty takes it away. */
  baseUrl: z.string().trim().max(8000).optional(),
  headers: headerChangesSchema.optional(),
});
export type BindingChange = z.infer<typeof bindingChangeSchema>;

export const serverNameSchema = z.string().trim().min(1, "Give the server a name.").max(80);
export const serverUrlSchema = z.url({ protocol: /^https?$/, error: "Give an http or https URL." }).max(8000);
