import { z } from "zod";
import { historyAnswer, problemAnswer, startRunAnswer, startRunBody, stopRunAnswer } from "@/server/http/contracts";

const refTo = (id: string) => ({ $ref: `#/components/schemas/${id}` });
const json = (id: string, description: string) => ({
  description,
  content: { "application/json": { schema: refTo(id) } },
});
const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: refTo("Problem") } },
});
const pathParameter = (name: string, description: string) => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});

const place = [
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
const eventStream = {
  "200": {
    description:
      "AG-UI 1.0 events as Server-Sent Events. `id:` is the session's own number, rising without repetition; a comment every 15 s keeps the connection. The stream ends after RUN_FINISHED or RUN_ERROR.",
    content: { "text/event-stream": { schema: { type: "string" } } },
  },
  "204": { description: "The client has everything and nothing more will come." },
  "400": problem("The place was never given out."),
  "404": problem("There is no such run or session."),
};

/** The OpenAPI 3.1 description of the REST API. */
export function openApiDocument(origin: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Signalbox",
      version: "1",
      description:
        "Runs agent workflows and streams what they do. Errors are problem JSON with a stable `code`; `x-request-id` is taken over or made, and echoed.",
    },
    servers: [{ url: origin }],
    paths: {
      "/api/v1/agent/runs": {
        post: {
          operationId: "startRun",
          summary: "Start a run of an app",
          description: "Accepts the run and answers at once. When this has answered 202 the run is never lost.",
          parameters: [
            {
              name: "Idempotency-Key",
              in: "header",
              description:
                "The same key and body again answer with the first run; another body with the same key is refused.",
              schema: { type: "string", maxLength: 200 },
            },
          ],
          requestBody: { required: true, content: { "application/json": { schema: refTo("StartRun") } } },
          responses: {
            "202": json("AcceptedRun", "The run is accepted."),
            "400": problem("The body is not valid."),
            "404": problem("There is no such app or session."),
            "409": problem("The session is still being answered, or its workflow is not published."),
            "422": problem("An input is missing or has the wrong type, or the key was used with another body."),
          },
        },
      },
      "/api/v1/agent/runs/{runId}/events": {
        get: {
          operationId: "streamRun",
          summary: "Follow a run",
          parameters: [pathParameter("runId", "The run."), ...place],
          responses: eventStream,
        },
      },
      "/api/v1/agent/runs/{runId}/stop": {
        post: {
          operationId: "stopRun",
          summary: "Stop a run",
          description: "Ends the run for good. Stopping one that has ended answers with what it came to.",
          parameters: [pathParameter("runId", "The run.")],
          responses: { "200": json("RunStatus", "What the run came to."), "404": problem("There is no such run.") },
        },
      },
      "/api/v1/agent/sessions/{sessionId}/events": {
        get: {
          operationId: "streamSession",
          summary: "Follow a session",
          parameters: [pathParameter("sessionId", "The session."), ...place],
          responses: eventStream,
        },
      },
      "/api/v1/agent/sessions/{sessionId}/history": {
        get: {
          operationId: "getHistory",
          summary: "Read a session's messages",
          parameters: [pathParameter("sessionId", "The session.")],
          responses: {
            "200": json("SessionHistory", "The session with its messages in order."),
            "404": problem("There is no such session."),
          },
        },
      },
      "/api/v1/agui/{appCode}": {
        post: {
          operationId: "runAgui",
          summary: "Run an app as an AG-UI agent",
          description:
            "The body is AG-UI 1.0's RunAgentInput, the answer its event stream as an end user may see it. `forwardedProps.inputs` gives the workflow's inputs by name.",
          parameters: [pathParameter("appCode", "The app.")],
          requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
          responses: {
            "200": eventStream["200"],
            "400": problem("The body is not a RunAgentInput."),
            "404": problem("There is no such app."),
            "409": problem("The thread is still being answered."),
          },
        },
      },
      "/api/health": {
        get: {
          operationId: "getHealth",
          summary: "Whether the process answers",
          responses: { "200": { description: "It does." } },
        },
      },
      "/api/ready": {
        get: {
          operationId: "getReadiness",
          summary: "Whether work can be accepted",
          responses: {
            "200": { description: "Database, seed and executor are there." },
            "503": { description: "What is missing." },
          },
        },
      },
    },
    components: { schemas: schemas() },
  };
}

function schemas(): Record<string, unknown> {
  return {
    StartRun: schemaOf(startRunBody, "input"),
    AcceptedRun: schemaOf(startRunAnswer, "output"),
    RunStatus: schemaOf(stopRunAnswer, "output"),
    SessionHistory: schemaOf(historyAnswer, "output"),
    Problem: schemaOf(problemAnswer, "output"),
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
