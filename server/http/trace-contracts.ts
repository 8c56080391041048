import { z } from "zod";
import { experienceStatuses } from "@/server/domain/experience";
import { runStatuses } from "@/server/domain/run/status";

/** The shapes of traces and experiences in the REST API. A trace is a conversation with its runs; its id is the session's. */
const said = z
  .array(z.strictObject({ role: z.literal("user"), content: z.string().min(1).max(100_000) }))
  .max(1)
  .default([]);
const inputs = z.record(z.string(), z.json()).default({});

export const createTraceBody = z.strictObject({
  app_code: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("The app to run. Left out, the agents configured under Admin run."),
  messages: said.describe("What the person says. It fills the input named query, or else the first text input."),
  inputs: inputs.describe("Values of the workflow's inputs by name."),
});

export const runTraceBody = z.strictObject({
  messages: said.describe("What the person says. Left out, the last thing that the person said is answered once more."),
  insert_after: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "Id of the message to go back to first. After a message with tool calls the trace goes on behind all their results. What came after is kept on a branch of its own.",
    ),
  inputs: inputs.describe("Values of the workflow's inputs; an answer that is given once more has those of before."),
});

export const acceptedTraceAnswer = z.strictObject({
  trace_id: z.string(),
  run_id: z.string(),
  created: z.boolean().describe("Whether this request made the trace."),
});

export const stoppedTraceAnswer = z.strictObject({
  trace_id: z.string(),
  run_id: z.string().nullable().describe("The last run; null where nothing ever ran."),
  status: z.enum(runStatuses).nullable(),
});

export const runningTracesAnswer = z.strictObject({
  items: z
    .array(
      z.strictObject({
        trace_id: z.string(),
        run_id: z.string(),
        status: z.enum(runStatuses),
        app_code: z.string().nullable(),
        title: z.string(),
        created_at: z.iso.datetime(),
        started_at: z.iso.datetime().nullable(),
      }),
    )
    .describe("Newest first, at most 200."),
});

export const listExperiencesQuery = z.strictObject({
  app_code: z.string().min(1).max(200).optional(),
  status: z.enum(experienceStatuses).optional(),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const experiencePageAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      app_code: z.string(),
      run_id: z.string().nullable().describe("The run that it was learned from."),
      text: z.string(),
      status: z
        .enum(experienceStatuses)
        .describe("pinned ones are given to the app's agents; retired ones to nobody any more."),
      created_at: z.iso.datetime(),
      updated_at: z.iso.datetime(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
