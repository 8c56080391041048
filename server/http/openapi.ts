import {
  attachmentAnswer,
  problemAnswer,
  resumeRunAnswer,
  resumeRunBody,
  startRunAnswer,
  startRunBody,
  stopRunAnswer,
  transcribeAnswer,
} from "@/server/http/contracts";
import { attachmentPaths } from "@/server/http/openapi-paths/attachments";
import { agentPaths, aguiPaths, mcpPaths } from "@/server/http/openapi-paths/agent";
import { schemaOf } from "@/server/http/openapi-paths/parts";
import { sessionPaths } from "@/server/http/openapi-paths/sessions";
import { systemPaths } from "@/server/http/openapi-paths/system";
import { toolPaths, toolSchemas } from "@/server/http/openapi-paths/tools";
import { tracePaths, traceSchemas } from "@/server/http/openapi-paths/traces";
import {
  changeSessionBody,
  createSessionBody,
  historyAnswer,
  messagePageAnswer,
  sessionAnswer,
  sessionPageAnswer,
} from "@/server/http/session-contracts";

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
      ...agentPaths,
      ...aguiPaths,
      ...sessionPaths,
      ...attachmentPaths,
      ...toolPaths,
      ...mcpPaths,
      ...tracePaths,
      ...systemPaths,
    },
    components: { schemas: schemas() },
  };
}

function schemas(): Record<string, unknown> {
  return {
    StartRun: schemaOf(startRunBody, "input"),
    AcceptedRun: schemaOf(startRunAnswer, "output"),
    ResumeRun: schemaOf(resumeRunBody, "input"),
    ResumedRun: schemaOf(resumeRunAnswer, "output"),
    RunStatus: schemaOf(stopRunAnswer, "output"),
    SessionHistory: schemaOf(historyAnswer, "output"),
    Session: schemaOf(sessionAnswer, "output"),
    SessionPage: schemaOf(sessionPageAnswer, "output"),
    CreateSession: schemaOf(createSessionBody, "input"),
    ChangeSession: schemaOf(changeSessionBody, "input"),
    MessagePage: schemaOf(messagePageAnswer, "output"),
    Transcript: schemaOf(transcribeAnswer, "output"),
    Attachment: schemaOf(attachmentAnswer, "output"),
    ...toolSchemas,
    ...traceSchemas,
    Problem: schemaOf(problemAnswer, "output"),
  };
}
