import { z } from "zod";

/** Pieces that the descriptions of the paths are put together from. */
export const refTo = (id: string) => ({ $ref: `#/components/schemas/${id}` });

export const json = (id: string, description: string) => ({
  description,
  content: { "application/json": { schema: refTo(id) } },
});

export const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: refTo("Problem") } },
});

export const body = (id: string) => ({ required: true, content: { "application/json": { schema: refTo(id) } } });

export const pathParameter = (name: string, description: string) => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});

/** A query's parameters from the schema that checks them. */
export function queryParameters(query: z.ZodObject): object[] {
  return Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...rest } = schemaOf(schema as z.ZodType, "input") as { description?: string };
    return { name, in: "query", required: false, ...(description ? { description } : {}), schema: rest };
  });
}

export function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** Where a stream goes on. */
export const place = [
  {
    name: "Last-Event-ID",
    in: "header",
    description: "The last number the client has; the stream goes on after it.",
    schema: { type: "string" },
  },
  {
    name: "after",
    in: "query",
    description: "The same, for clients that can not set the header.",
    schema: { type: "string" },
  },
];

export const eventStream = {
  "200": {
    description:
      "AG-UI 1.0 events as Server-Sent Events. `id:` is the session's own number, rising without repetition; a comment every 15 s keeps the connection. The stream ends after RUN_FINISHED or RUN_ERROR. `x-run-id` and `x-session-id` name what is streamed.",
    content: { "text/event-stream": { schema: { type: "string" } } },
  },
  "204": { description: "The client has everything and nothing more will come." },
  "400": problem("The place was never given out."),
  "404": problem("There is no such run or session."),
};
