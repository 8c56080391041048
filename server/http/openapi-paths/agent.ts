import {
  resumeRunAnswer,
  resumeRunBody,
  startRunAnswer,
  startRunBody,
  stopRunAnswer,
  transcribeAnswer,
} from "@/server/http/contracts";
import { historyAnswer } from "@/server/http/session-contracts";
import { body, eventStream, json, pathParameter, place, problem, schemaOf } from "./parts";

const run = pathParameter("runId", "The run.");
const session = pathParameter("sessionId", "The session.");

/** Running apps and following what they do. */
export const agentPaths = {
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
      requestBody: body("StartRun"),
      responses: {
        "202": json("AcceptedRun", "The run is accepted."),
        "400": problem("The body is not valid."),
        "404": problem("There is no such app or session."),
        "409": problem("The session is still being answered or waits for an answer, or the app is not published."),
        "422": problem("An input is missing or has the wrong type, or the key was used with another body."),
      },
    },
  },
  "/api/v1/agent/runs/{runId}/resume": {
    post: {
      operationId: "resumeRun",
      summary: "Answer what a run waits for",
      description:
        "Decides every open interrupt of the run and goes on with a run of its own. The same answers again are answered with the same run, so a request whose answer was lost can be repeated.",
      parameters: [run],
      requestBody: body("ResumeRun"),
      responses: {
        "202": json("ResumedRun", "The answers are recorded and the run goes on."),
        "400": problem("The body is not valid."),
        "403": problem("This person may not decide it."),
        "404": problem("There is no such run, or it never asked what is answered."),
        "409": problem("It was decided before, has expired, or nothing waits for it any more."),
        "422": problem("Not every open interrupt is answered, or a payload does not fit its schema."),
      },
    },
  },
  "/api/v1/agent/runs/{runId}/events": {
    get: {
      operationId: "streamRun",
      summary: "Follow a run",
      parameters: [
        run,
        ...place,
        {
          name: "view",
          in: "query",
          description: "author tells everything; end_user what a person in the chat may see.",
          schema: { type: "string", enum: ["author", "end_user"], default: "author" },
        },
      ],
      responses: eventStream,
    },
  },
  "/api/v1/agent/runs/{runId}/stop": {
    post: {
      operationId: "stopRun",
      summary: "Stop a run",
      description: "Ends the run for good. Stopping one that has ended answers with what it came to.",
      parameters: [run],
      responses: { "200": json("RunStatus", "What the run came to."), "404": problem("There is no such run.") },
    },
  },
  "/api/v1/agent/sessions/{sessionId}/events": {
    get: {
      operationId: "streamSession",
      summary: "Follow a session",
      parameters: [session, ...place],
      responses: eventStream,
    },
  },
  "/api/v1/agent/sessions/{sessionId}/history": {
    get: {
      operationId: "getHistory",
      summary: "Read a session as it stands",
      description:
        "Messages of the branch that is shown, the state, and what the session waits for. Follow the session from `last_event_seq` on for what comes after.",
      parameters: [session],
      responses: { "200": json("SessionHistory", "The session."), "404": problem("There is no such session.") },
    },
  },
  "/api/v1/agent/transcribe": {
    post: {
      operationId: "transcribe",
      summary: "Turn speech into text",
      description:
        "The configured provider's transcription. The recording is told by its first bytes: WAV, MP3, MP4 or M4A, OGG, FLAC or WebM, at most 25 MiB.",
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              required: ["file"],
              additionalProperties: false,
              properties: {
                file: { type: "string", format: "binary", description: "The recording." },
                model: {
                  type: "string",
                  maxLength: 200,
                  description: "The provider's model; whisper-1 when left out.",
                },
                language: { type: "string", pattern: "^[a-z]{2,3}$", description: "Spoken language, ISO 639." },
                prompt: { type: "string", maxLength: 2000, description: "Words that occur in the recording." },
              },
            },
          },
        },
      },
      responses: {
        "200": json("Transcript", "What was said."),
        "400": problem("The body is not multipart/form-data, has an unknown field, or its file is no recording."),
        "413": problem("The recording is larger than 25 MiB."),
        "502": problem("The provider refused or failed."),
        "503": problem("No provider is configured; the offline model can not listen."),
      },
    },
  },
};

export const agentSchemas = {
  StartRun: schemaOf(startRunBody, "input"),
  AcceptedRun: schemaOf(startRunAnswer, "output"),
  ResumeRun: schemaOf(resumeRunBody, "input"),
  ResumedRun: schemaOf(resumeRunAnswer, "output"),
  RunStatus: schemaOf(stopRunAnswer, "output"),
  SessionHistory: schemaOf(historyAnswer, "output"),
  Transcript: schemaOf(transcribeAnswer, "output"),
};

/** AG-UI's own endpoints. */
export const aguiPaths = {
  "/api/v1/agui/{appCode}": {
    post: {
      operationId: "runAgui",
      summary: "Run an app as an AG-UI agent",
      description:
        "The body is AG-UI 1.0's RunAgentInput, the answer its event stream as an end user may see it. Only what is new is taken from `messages`: tool messages that answer calls which the client was to make, and the last user message with the files inside it; the thread's history is the server's. `forwardedProps.inputs` gives the workflow's inputs by name. What the conversation does not allow (an open question, an answer that does not fit) is a stream of one RUN_ERROR with its code.",
      parameters: [pathParameter("appCode", "The app.")],
      requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
      responses: {
        "200": eventStream["200"],
        "400": problem("The body is not a RunAgentInput."),
        "404": problem("There is no such app."),
        "413": problem("The body is larger than 5 MiB."),
      },
    },
  },
  "/api/v1/agui/{appCode}/capabilities": {
    get: {
      operationId: "getCapabilities",
      summary: "What an app can do, as AG-UI's AgentCapabilities",
      parameters: [pathParameter("appCode", "The app.")],
      responses: {
        "200": {
          description: "AgentCapabilities of AG-UI 1.0: only what holds; what is not said is not known.",
          content: { "application/json": { schema: { type: "object" } } },
        },
        "404": problem("There is no such app."),
      },
    },
  },
};

const mcpAnswer = { "200": { description: "The protocol's answer, as JSON or as an event stream." } };

/** Apps as tools of the Model Context Protocol. */
export const mcpPaths = {
  "/api/v1/mcp": {
    post: {
      operationId: "callMcp",
      summary: "The Model Context Protocol over streamable HTTP",
      description: "Lists the apps that are offered as tools, and calls them.",
      requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
      responses: { ...mcpAnswer, "400": { description: "Not a message of the protocol." } },
    },
    get: {
      operationId: "listenMcp",
      summary: "Not offered: there is no stream of news",
      responses: { "405": { description: "The protocol's own refusal." } },
    },
    delete: {
      operationId: "endMcpSession",
      summary: "Not offered: there are no sessions",
      responses: { "405": { description: "The protocol's own refusal." } },
    },
  },
};
