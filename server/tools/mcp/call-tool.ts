import type { CallToolResult } from "@modelcontextprotocol/client";
import { validateArguments } from "@/server/domain/agent/validate-arguments";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { sanitiseJson, sanitiseText, truncate } from "@/server/domain/text";
import { type McpConnection, withMcpClient } from "./mcp-client";

export interface RemoteCall {
  connection: McpConnection;
  /** What the server calls the tool. */
  toolName: string;
  arguments: JsonObject;
  /** The schema that is pinned; parts of it may ask for arguments to be repeated in headers. */
  inputSchema?: JsonObject;
  /** The schema that the server offers by now, where that is another. */
  offeredSchema?: JsonObject;
  /** The same for every attempt of one call: sent as a header and in `_meta`, so that a receiver which honours it acts once. */
  idempotencyKey: string;
}

/** Not a standard's name, hence under one of our own. */
const idempotencyMeta = "signalbox/idempotencyKey";
const longestError = 2_000;

/**
 * Calls a tool of a server. @returns its structured content, else its text, else its list of contents.
 * @throws DomainError tool_changed when the server's tool is no longer the pinned one and does not take these arguments,
 *   tool_failed when the tool itself reports an error, and as `withMcpClient`.
 */
export async function callRemoteTool(call: RemoteCall): Promise<Json> {
  const { toolName, offeredSchema } = call;
  const problems = offeredSchema ? validateArguments(call.arguments, offeredSchema) : [];
  if (problems.length > 0) throw changed(toolName, problems.join("; "));
  const headers = { "idempotency-key": call.idempotencyKey, ...call.connection.headers };
  return withMcpClient({ ...call.connection, headers }, async (client, options) => {
    const result = await client
      .callTool(
        { name: toolName, arguments: call.arguments, _meta: { [idempotencyMeta]: call.idempotencyKey } },
        {
          ...options,
          toolDefinition: { name: toolName, inputSchema: { ...call.inputSchema, type: "object" } },
        },
      )
      .catch((error: unknown) => {
        throw isRefusedCall(error) ? changed(toolName, error.message) : error;
      });
    const content = contentOf(result);
    if (!result.isError) return content;
    const text = typeof content === "string" ? content : JSON.stringify(content);
    throw new DomainError("tool_failed", `${toolName} failed: ${truncate(text, longestError)}`);
  });
}

function changed(toolName: string, reason: string): DomainError {
  return new DomainError(
    "tool_changed",
    `The server's tool ${toolName} is not the one that was accepted: ${truncate(sanitiseText(reason), longestError)}. Refresh its server on the Tools page and accept the change.`,
  );
}

const invalidParams = -32602;
const methodNotFound = -32601;

/** The server knows no such tool, or not with such arguments. */
function isRefusedCall(error: unknown): error is Error {
  return error instanceof Error && "code" in error && (error.code === invalidParams || error.code === methodNotFound);
}

function contentOf(result: CallToolResult): Json {
  if (result.structuredContent !== undefined) return sanitiseJson(result.structuredContent);
  const { content } = result;
  const texts = content.flatMap((item) => (item.type === "text" ? [item.text] : []));
  if (texts.length === content.length) return sanitiseText(texts.join("\n"));
  const whole = sanitiseJson(content);
  return isJsonObject(whole) || Array.isArray(whole) ? whole : null;
}
