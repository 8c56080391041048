import {
  acceptedTraceAnswer,
  createTraceBody,
  experiencePageAnswer,
  listExperiencesQuery,
  runningTracesAnswer,
  runTraceBody,
  stoppedTraceAnswer,
} from "@/server/http/trace-contracts";
import { body, eventStream, json, pathParameter, place, problem, queryParameters, schemaOf } from "./parts";

const trace = pathParameter("traceId", "The trace; the id of its session.");
const missing = problem("There is no such trace.");
const busy = problem("The trace is running or waits for an answer.");
const noModel = problem("A node names no model and there is no default.");
const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "The same key and body again answer with the first run; another body with the same key is refused.",
  schema: { type: "string", maxLength: 200 },
};

/** Traces: conversations that are begun, gone on with, rewound, looked back at and watched. */
export const tracePaths = {
  "/api/v1/traces": {
    post: {
      operationId: "createTrace",
      summary: "Begin a trace: a session and its first run",
      parameters: [idempotencyKey],
      requestBody: body("CreateTrace"),
      responses: {
        "202": json("AcceptedTrace", "The run is accepted and will not be lost."),
        "400": problem("The body is not valid."),
        "404": problem("There is no such app."),
        "422": problem("An input is missing or has the wrong type, or the key was used with another body."),
        "503": noModel,
      },
    },
  },
  "/api/v1/traces/running": {
    get: {
      operationId: "listRunningTraces",
      summary: "List traces that are running",
      responses: { "200": json("RunningTraces", "All of them.") },
    },
  },
  "/api/v1/traces/{traceId}/run": {
    post: {
      operationId: "runTrace",
      summary: "Go on with a trace, rewind it, or answer once more",
      description:
        "With a message the trace goes on; with insert_after it first goes back to that message; without a message the last thing that the person said is answered once more. Nothing is lost: what was said after is kept on a branch of its own.",
      parameters: [trace, idempotencyKey],
      requestBody: body("RunTrace"),
      responses: {
        "202": json("AcceptedTrace", "The run is accepted and will not be lost."),
        "400": problem("The body is not valid, or nothing was said that could be answered."),
        "404": problem("There is no such trace or message."),
        "409": busy,
        "422": problem("An input is missing or has the wrong type, or the key was used with another body."),
        "503": noModel,
      },
    },
  },
  "/api/v1/traces/{traceId}/stop": {
    post: {
      operationId: "stopTrace",
      summary: "Stop what answers a trace, or what it waits for",
      description: "Where nothing runs, it answers with what the last run came to.",
      parameters: [trace],
      responses: { "200": json("StoppedTrace", "What the run came to."), "404": missing },
    },
  },
  "/api/v1/traces/{traceId}/reflect": {
    post: {
      operationId: "reflectOnTrace",
      summary: "Ask a model what is to be learned from a trace",
      description:
        "Runs on a side branch; when it has ended the trace shows what it showed before, and what was learned is among the app's experiences.",
      parameters: [trace],
      responses: {
        "202": json("AcceptedTrace", "The reflection is accepted."),
        "400": problem("Nothing was said yet, or the trace is with no app."),
        "404": missing,
        "409": busy,
        "503": noModel,
      },
    },
  },
  "/api/v1/traces/{traceId}/watch": {
    get: {
      operationId: "watchTrace",
      summary: "Watch a trace",
      parameters: [trace, ...place],
      responses: eventStream,
    },
  },
  "/api/v1/experiences": {
    get: {
      operationId: "listExperiences",
      summary: "List what was learned about apps, newest first",
      parameters: queryParameters(listExperiencesQuery),
      responses: {
        "200": json("ExperiencePage", "One page."),
        "400": problem("The query is not valid."),
        "404": problem("There is no such app."),
      },
    },
  },
};

export const traceSchemas = {
  CreateTrace: schemaOf(createTraceBody, "input"),
  RunTrace: schemaOf(runTraceBody, "input"),
  AcceptedTrace: schemaOf(acceptedTraceAnswer, "output"),
  StoppedTrace: schemaOf(stoppedTraceAnswer, "output"),
  RunningTraces: schemaOf(runningTracesAnswer, "output"),
  ExperiencePage: schemaOf(experiencePageAnswer, "output"),
};
