import { z } from "zod";
import { errorTable } from "@/server/domain/errors";

/** The shapes of the REST API, checked at the edge and described by the OpenAPI document from the same definitions. */
export const startRunBody = z.strictObject({
  app_code: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "The app to run. Left out, session_id goes on with what it began with; without either, the agents configured under Admin run.",
    ),
  session_id: z.string().min(1).max(200).optional().describe("The session to go on with. Without it one is made."),
  message: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .describe("What the person says. It fills the input named query, or else the first text input."),
  inputs: z.record(z.string(), z.json()).default({}).describe("Values of the workflow's inputs by name."),
});

export const startRunAnswer = z.strictObject({
  run_id: z.string(),
  session_id: z.string(),
  created: z.boolean().describe("Whether this request made the session."),
});

export const stopRunAnswer = z.strictObject({
  status: z.enum(["queued", "running", "waiting", "completed", "failed", "cancelled"]),
});

export const historyAnswer = z.strictObject({
  session_id: z.string(),
  title: z.string(),
  app_code: z.string().nullable(),
  active_run_id: z.string().nullable().describe("The run that is answering the session now."),
  message_count: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_micros: z.int().describe("Micro-dollars: a million are one dollar."),
  messages: z.array(
    z.strictObject({
      id: z.string(),
      seq: z.int(),
      role: z.enum(["user", "assistant", "tool", "system"]),
      content: z.string(),
      run_id: z.string().nullable(),
      tool_calls: z.array(z.strictObject({ id: z.string(), name: z.string(), arguments: z.string() })),
      tool_call_id: z.string().nullable(),
      created_at: z.iso.datetime(),
    }),
  ),
});

export const problemAnswer = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(errorTable) as [keyof typeof errorTable]).describe("Stable; decide by this."),
    detail: z.string().describe("One sentence for a person."),
    request_id: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .describe("RFC 9457 problem details.");
