import { z } from "zod";
import { nodeStatuses, runStatuses } from "@/server/domain/run/status";

/** The shapes of runs in the REST API, as their author sees them. */
const errorShape = z.strictObject({ code: z.string(), message: z.string() }).nullable();
const time = z.iso.datetime();
const usage = {
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_micros: z.int().describe("Micro-dollars: a million are one dollar."),
};

const runFields = {
  id: z.string(),
  status: z.enum(runStatuses).describe("waiting has ended with a question; the run that answers it goes on."),
  source: z.string(),
  workflow: z.strictObject({ id: z.string(), name: z.string() }),
  version: z.int().nullable().describe("The published version; null for a draft that was tested."),
  session_id: z.string(),
  error: errorShape,
  ...usage,
  created_at: time,
  started_at: time.nullable(),
  ended_at: time.nullable(),
};

export const runPageAnswer = z.strictObject({
  items: z.array(z.strictObject(runFields)),
  next_cursor: z.string().nullable().describe("Gives the next page; null on the last."),
});

const nodeRunShape = z.strictObject({
  node_id: z.string().describe("Its address in the run; inside of a list or another workflow it has a path before it."),
  kind: z.string(),
  title: z.string(),
  attempt: z.int(),
  status: z.enum(nodeStatuses),
  port: z.string().nullable().describe("The way that was taken out of the node."),
  input: z.json(),
  output_text: z.string().nullable(),
  output_json: z.json(),
  output_artifact_id: z.string().nullable().describe("Where a large output is kept; read it under node-artifacts."),
  error: errorShape,
  ...usage,
  started_at: time.nullable(),
  ended_at: time.nullable(),
});

export const runAnswer = z.strictObject({
  ...runFields,
  app_code: z.string().nullable(),
  parent_run_id: z.string().nullable().describe("The run that it goes on from."),
  inputs: z.json(),
  result: z.json(),
  last_event_seq: z.int().describe("A stream with after=this repeats nothing that is in here."),
  node_runs: z.array(nodeRunShape),
});

const spanFields = {
  id: z.string(),
  parent_id: z.string().nullable(),
  node_id: z.string().nullable(),
  attempt: z.int(),
  kind: z.string(),
  name: z.string(),
  status: z.string(),
  attributes: z.record(z.string(), z.json()),
  error: errorShape,
  started_at: time,
  ended_at: time.nullable(),
};

export const spanListAnswer = z.strictObject({ items: z.array(z.strictObject(spanFields)) });

export const spanAnswer = z.strictObject({
  id: z.string(),
  attributes: z.record(z.string(), z.json()),
  input: z.json(),
  output: z.json(),
});

export const artifactAnswer = z.strictObject({ name: z.string(), mime: z.string(), content: z.string() });

export const listRunsQuery = z.strictObject({
  workflow_id: z.string().min(1).max(200).optional(),
  status: z.enum(runStatuses).optional(),
  source: z.string().min(1).max(50).optional(),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
