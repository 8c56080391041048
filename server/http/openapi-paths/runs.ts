import {
  artifactAnswer,
  listRunsQuery,
  runAnswer,
  runPageAnswer,
  spanAnswer,
  spanListAnswer,
} from "@/server/http/run-contracts";
import { json, pathParameter, problem, queryParameters, schemaOf } from "./parts";

const run = pathParameter("runId", "The run.");
const missing = problem("There is no such run.");

/** What became of runs, as their author sees it. */
export const runPaths = {
  "/api/v1/runs": {
    get: {
      operationId: "listRuns",
      summary: "List runs, newest first",
      parameters: queryParameters(listRunsQuery),
      responses: { "200": json("RunPage", "One page."), "400": problem("The query is not valid.") },
    },
  },
  "/api/v1/runs/{runId}": {
    get: {
      operationId: "getRun",
      summary: "Read a run with what each of its nodes came to",
      parameters: [run],
      responses: { "200": json("Run", "The run."), "404": missing },
    },
  },
  "/api/v1/runs/{runId}/trace-spans": {
    get: {
      operationId: "listSpans",
      summary: "List a run's spans without their inputs and outputs",
      parameters: [run],
      responses: { "200": json("SpanList", "The spans, oldest first."), "404": missing },
    },
  },
  "/api/v1/runs/{runId}/trace-spans/{spanId}": {
    get: {
      operationId: "getSpan",
      summary: "Read a span's input, output and attributes",
      parameters: [run, pathParameter("spanId", "The span.")],
      responses: { "200": json("Span", "The span."), "404": problem("There is no such run or span.") },
    },
  },
  "/api/v1/runs/{runId}/node-artifacts/{artifactId}": {
    get: {
      operationId: "getArtifact",
      summary: "Read a large output of a node",
      parameters: [run, pathParameter("artifactId", "A node run's output_artifact_id.")],
      responses: { "200": json("Artifact", "The output."), "404": problem("There is no such run or artifact.") },
    },
  },
};

export const runSchemas = {
  Run: schemaOf(runAnswer, "output"),
  RunPage: schemaOf(runPageAnswer, "output"),
  Span: schemaOf(spanAnswer, "output"),
  SpanList: schemaOf(spanListAnswer, "output"),
  Artifact: schemaOf(artifactAnswer, "output"),
};
