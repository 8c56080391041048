import { z } from "zod";
import { errorTable } from "@/server/domain/errors";

const id = z.string().min(1).max(200);

/** The shapes of the REST API, checked at the edge and described by the OpenAPI document from the same definitions. */
export const startRunBody = z.strictObject({
  app_code: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "The app to run. Left out, session_id goes on with what it began with; without either, the configured agents run.",
    ),
  session_id: z.string().min(1).max(200).optional().describe("The session to go on with. Without it one is made."),
  message: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .describe("What the person says. It fills the input named query, or else the first text input."),
  inputs: z.record(z.string(), z.json()).default({}).describe("Values of the workflow's inputs by name."),
  attachment_ids: z.array(id).max(20).optional().describe("Files that come with the message, uploaded before."),
  after_seq: z
    .int()
    .min(0)
    .optional()
    .describe("The message that the new one follows, 0 for the beginning: what stood there stays on its own branch."),
  answers_message_id: id
    .optional()
    .describe("A message of the person that is answered once more, on a branch of its own; then message is left out."),
});

export const startRunAnswer = z.strictObject({
  run_id: z.string(),
  session_id: z.string(),
  created: z.boolean().describe("Whether this request made the session."),
});

export const stopRunAnswer = z.strictObject({
  status: z.enum(["queued", "running", "waiting", "completed", "failed", "cancelled"]),
});

export const resumeRunBody = z.strictObject({
  resume: z
    .array(
      z.strictObject({
        interrupt_id: z.string().min(1).max(200),
        status: z.enum(["resolved", "cancelled"]).describe("cancelled rejects what was proposed."),
        payload: z.json().optional().describe("Fits the interrupt's response_schema."),
      }),
    )
    .max(200)
    .default([])
    .describe("Answers every open interrupt of the run exactly once."),
  tool_results: z
    .array(
      z.strictObject({
        tool_call_id: z.string().min(1).max(200),
        content: z.string().max(1_000_000),
        is_error: z.boolean().default(false),
      }),
    )
    .max(200)
    .default([])
    .describe("What calls that the client made itself came to."),
});

export const resumeRunAnswer = z.strictObject({
  run_id: z.string().describe("The run that goes on."),
  session_id: z.string(),
  replayed: z.boolean().describe("Whether the same answers had been given before; then nothing was decided now."),
});

export const attachmentAnswer = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["image", "pdf", "text"]),
  mime: z.string(),
  sizeBytes: z.int(),
});

export const transcribeAnswer = z.strictObject({
  text: z.string(),
  model: z.string(),
  language: z.string().nullable().describe("What the provider recognised, where it says so."),
  duration_seconds: z.number().nullable(),
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
