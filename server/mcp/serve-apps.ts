import {
  type CallToolResult,
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import { sanitiseJson } from "@/server/domain/text";
import { logger } from "@/server/logger";
import { progressWords } from "@/server/mcp/progress-words";
import type { Principal } from "@/server/services/access/principal";
import { listAppTools } from "@/server/services/apps/app-tools";
import { type AppToolAnswer, callAppTool } from "@/server/services/apps/call-app-tool";

const largestRequestBytes = 4 * 1024 * 1024;
const longestKey = 150;

/**
 * Answers one request of an MCP client: the apps that are served, as tools. Speaks the revision without sessions and the older
 * ones alike, and keeps nothing between requests. The caller has checked host, origin and identity.
 */
export async function serveApps(request: Request, principal: Principal): Promise<Response> {
  const handler = createMcpHandler(() => createServer(request, principal), {
    maxRequestBodySize: largestRequestBytes,
    onerror: (error) => logger.debug({ err: error }, "an MCP request was refused"),
  });
  return handler.fetch(request);
}

function createServer(request: Request, principal: Principal): Server {
  const server = new Server(
    { name: "signalbox", title: "Signalbox", version: "1" },
    { capabilities: { tools: {} }, instructions: "Each tool is an app of this installation; a call runs it once." },
  );
  server.setRequestHandler("tools/list", async () => ({
    tools: (await listAppTools(principal)).map(({ code, name, description, inputSchema }) => ({
      name: code,
      title: name,
      description,
      inputSchema: { ...inputSchema, type: "object" as const },
    })),
  }));
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const given = sanitiseJson(params.arguments ?? {});
    try {
      const answer = await callAppTool(principal, {
        appCode: params.name,
        inputs: isJsonObject(given) ? given : {},
        idempotencyKey: idempotencyKeyOf(request),
        signal: context.mcpReq.signal,
        onEvent: progressTeller(context),
      });
      return toResult(answer);
    } catch (error) {
      return refusalOf(error);
    }
  });
  return server;
}

/** Other ways in have keys of their own: the same key in one of them means something else. */
function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key")?.trim();
  return key ? `mcp:${key.slice(0, longestKey)}` : undefined;
}

/** Tells the client how the run goes on, when it asked for that. */
function progressTeller({ mcpReq }: ServerContext): Parameters<typeof callAppTool>[1]["onEvent"] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let progress = 0;
  return async (logged) => {
    const message = progressWords(logged);
    if (message === undefined) return;
    progress += 1;
    const params = { progressToken, progress, message };
    // A client that can no longer be told is none that gave the call up: that is what the signal says.
    await mcpReq
      .notify({ method: "notifications/progress", params })
      .catch((error: unknown) => logger.debug({ err: error }, "an MCP client could not be told of progress"));
  };
}

function toResult(answer: AppToolAnswer): CallToolResult {
  const { runId, link, status } = answer;
  const said = (text: string, isError = false): CallToolResult => ({
    content: [{ type: "text", text }],
    isError,
    _meta: { "signalbox/run": { runId, link, status } satisfies JsonObject },
  });
  if (answer.status === "completed") return said(answer.text);
  if (answer.status === "failed") return said(`The run failed: ${answer.message} See ${link}`, true);
  if (answer.status === "running")
    return said(`The run is still going on and nobody waits for it any more. See ${link}`, true);
  const questions = answer.questions.map(({ message, link: place }) => `${message} Decide at ${place}`);
  return said(`There is no answer yet: the run waits for a person. ${questions.join("\n")}`);
}

/** Wrong arguments are the model's to mend, an unknown name is the client's; what is not expected stays in the log. */
function refusalOf(error: unknown): CallToolResult {
  if (error instanceof DomainError && error.code === "tool_not_found")
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
  if (error instanceof DomainError && error.code !== "internal")
    return { content: [{ type: "text", text: error.message }], isError: true };
  logger.error({ err: error }, "a tool call of an MCP client failed unexpectedly");
  throw new ProtocolError(ProtocolErrorCode.InternalError, "Something failed on the server. Its log has the cause.");
}
