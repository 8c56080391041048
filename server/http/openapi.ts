import { problemAnswer } from "@/server/http/contracts";
import { agentPaths, agentSchemas, aguiPaths, mcpPaths } from "@/server/http/openapi-paths/agent";
import { attachmentPaths, attachmentSchemas } from "@/server/http/openapi-paths/attachments";
import { schemaOf } from "@/server/http/openapi-paths/parts";
import { runPaths, runSchemas } from "@/server/http/openapi-paths/runs";
import { sessionPaths, sessionSchemas } from "@/server/http/openapi-paths/sessions";
import { systemPaths } from "@/server/http/openapi-paths/system";
import { toolPaths, toolSchemas } from "@/server/http/openapi-paths/tools";
import { tracePaths, traceSchemas } from "@/server/http/openapi-paths/traces";

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
      ...runPaths,
      ...systemPaths,
    },
    components: {
      schemas: {
        ...agentSchemas,
        ...sessionSchemas,
        ...attachmentSchemas,
        ...toolSchemas,
        ...traceSchemas,
        ...runSchemas,
        Problem: schemaOf(problemAnswer, "output"),
      },
    },
  };
}
