import { z } from "zod";

/** Config fields that several kinds share. */
export const jsonObjectSchema = z.record(z.string(), z.json());

export const modelSchema = z.string().max(200).optional();
export const temperatureSchema = z.number().min(0).max(2).optional();
export const maxTokensSchema = z.int().min(1).max(1_000_000).optional();

/** What happens when a model gives no answer: how long each may take, and who is asked in turn after it. */
export const modelFailureFields = {
  fallback_models: z.array(z.string().min(1).max(200)).max(5).optional(),
  timeout_seconds: z.number().min(1).max(600).optional(),
};

/** Whether the model is given the files that came with the message. */
export const useFilesSchema = z.boolean().default(true);

export const httpMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** The parts of an HTTP request as a tool or a node's config names them; which part wins is resolveHttpRequest's matter. */
export const httpFields = {
  method: z.enum(httpMethods).optional(),
  url: z.string().max(8000).optional(),
  base_url: z.string().max(8000).optional(),
  path: z.string().max(8000).optional(),
  query: jsonObjectSchema.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
};

/** Filled-in placeholders keep their type, and a number is fine where text is sent. */
const sentTextSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** A tool's stored `invoke_config_json`, what a node may give in its place, and either with its templates filled in. */
export const invokeConfigSchema = z.object({
  ...httpFields,
  url: sentTextSchema.optional(),
  base_url: sentTextSchema.optional(),
  path: sentTextSchema.optional(),
  headers: z.record(z.string(), sentTextSchema).optional(),
});
export type InvokeConfig = z.infer<typeof invokeConfigSchema>;

export const modelHints = {
  model: {
    label: "Model",
    widget: "model",
    placeholder: "Default model",
    help: "Leave empty to use the default model of this installation.",
  },
  temperature: {
    label: "Temperature",
    widget: "number",
    section: "Sampling",
    help: "0 gives the steadiest answers, 2 the most varied.",
  },
  max_tokens: {
    label: "Maximum tokens",
    widget: "number",
    section: "Sampling",
    help: "The answer is cut off after this many tokens.",
  },
} as const;

export const useFilesHint = {
  label: "Files of the message",
  widget: "switch",
  section: "Files",
  help: "Images, PDFs and texts that came with the message go to the model with the last thing the user says in the prompt.",
} as const;

export const modelFailureHints = {
  fallback_models: {
    label: "Fallback models",
    widget: "json",
    placeholder: '["gpt-4.1-mini"]',
    section: "When the model fails",
    help: "Asked in turn when a model is away, too busy, refuses or takes too long before it has said anything.",
  },
  timeout_seconds: {
    label: "Seconds at most",
    widget: "number",
    section: "When the model fails",
    help: "For each model's whole answer; 600 when empty.",
  },
} as const;
