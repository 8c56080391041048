import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { type InvokeConfig, invokeConfigSchema } from "@/server/domain/nodes/config-fields";
import {
  type BindingConfig,
  type HttpRequest,
  type HttpRequestParts,
  resolveHttpRequest,
} from "@/server/domain/nodes/http-request";
import { env } from "@/server/env";
import { faultPoint } from "@/server/faults";
import type { NodeExecution } from "@/server/nodes/executor";
import { callHttpTool } from "@/server/tools/call-http-tool";

/** A stored tool as a node needs it. */
export interface StoredTool {
  name: string;
  description: string;
  inputSchema: JsonObject;
  invokeConfig: InvokeConfig;
  bindingConfig: BindingConfig;
}

/** @throws DomainError tool_not_found when the tenant has no such binding. */
export async function loadStoredTool(tenantId: string, bindingId: string): Promise<StoredTool> {
  const binding = await db.toolBinding.findFirst({
    where: { id: bindingId, tenantId, archivedAt: null },
    include: { toolVersion: { include: { tool: true } } },
  });
  if (!binding)
    throw new DomainError("tool_not_found", `There is no tool binding "${bindingId}". Choose a tool that exists.`);
  const { toolVersion } = binding;
  const invoke = invokeConfigSchema.safeParse(toolVersion.invokeConfig);
  if (!invoke.success)
    throw new DomainError(
      "tool_config_invalid",
      `The stored tool "${toolVersion.tool.name}" has a configuration that can not be read.`,
    );
  return {
    name: toolVersion.tool.name,
    description: toolVersion.tool.description,
    inputSchema: isJsonObject(toolVersion.inputSchema) ? toolVersion.inputSchema : {},
    invokeConfig: invoke.data,
    bindingConfig: isJsonObject(binding.config) ? bindingConfigOf(binding.config) : {},
  };
}

function bindingConfigOf(config: JsonObject): BindingConfig {
  const headers = isJsonObject(config.headers)
    ? Object.fromEntries(
        Object.entries(config.headers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : undefined;
  return {
    ...(typeof config.base_url === "string" ? { base_url: config.base_url } : {}),
    ...(headers ? { headers } : {}),
  };
}

/** @throws DomainError tool_config_invalid */
export function requestOf(parts: HttpRequestParts): HttpRequest {
  const resolved = resolveHttpRequest(parts);
  if (resolved.ok) return resolved.value;
  throw new DomainError("tool_config_invalid", resolved.issues.map((issue) => issue.message).join(" "));
}

export interface ToolCall {
  name: string;
  request: HttpRequest;
  /** Distinguishes this node's calls in their idempotency keys. */
  callId: string;
  timeoutMs: number;
  /** What to do when an earlier try of the same call was cut off, so that nobody knows whether it happened. */
  onUncertain: "retry" | "fail";
}

export interface ToolResponse {
  status: number;
  headers: Record<string, string>;
  body: Json;
}

/** Calls a tool under a span of its own; secrets in headers stay out of the trace. */
export async function callTool(execution: NodeExecution, call: ToolCall): Promise<ToolResponse> {
  const { method, url, query, body } = call.request;
  const span = execution.journal.openSpan({
    kind: "tool",
    name: call.name,
    input: { method, url, query, ...(body === undefined ? {} : { body }) },
    attributes: { host: URL.canParse(url, env.origin) ? new URL(url, env.origin).host : url, method },
  });
  try {
    const response = safeMethods.has(method) ? await send(execution, call) : await sendOnce(execution, call);
    span.complete({ output: response.body, attributes: { status: response.status } });
    return response;
  } catch (error) {
    const status = error instanceof DomainError ? error.details?.status : undefined;
    span.fail(error, typeof status === "number" ? { attributes: { status } } : {});
    throw error;
  }
}

/** Methods that change nothing at the receiver, so that repeating them needs no record. */
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
/** A larger answer is not kept beside the record of its call; the call is then repeated after a crash. */
const largestKeptAnswer = 256 * 1024;

function send(execution: NodeExecution, call: ToolCall): Promise<ToolResponse> {
  const { request, timeoutMs } = call;
  return callHttpTool({ request, idempotencyKey: execution.callKey(call.callId), timeoutMs, signal: execution.signal });
}

/**
 * Makes a call that has an effect. Its record is written before it and settled with its answer, so that after a crash an
 * answered call is not made again, and one that was cut off is handled as the tool says.
 */
async function sendOnce(execution: NodeExecution, call: ToolCall): Promise<ToolResponse> {
  const key = execution.callKey(call.callId);
  const { method, url, query, body = null } = call.request;
  const earlier = await execution.journal.intendEffect({ key, request: { method, url, query, body } });
  if (earlier?.status === "done" && isToolResponse(earlier.result)) return earlier.result;
  if (earlier?.status === "intended" && call.onUncertain === "fail") {
    throw new DomainError(
      "effect_uncertain",
      `The server stopped while this ${method} call was under way, so it may or may not have happened. Look at the receiver, then run again.`,
    );
  }
  execution.signal.throwIfAborted();
  faultPoint("after-effect-intended", execution.node.id);
  try {
    const { status, headers, body: answer } = await send(execution, call);
    faultPoint("after-tool-response", execution.node.id);
    const response = { status, headers, body: answer };
    if (JSON.stringify(answer).length <= largestKeptAnswer)
      execution.journal.settleEffect({ key, status: "done", result: response });
    return response;
  } catch (error) {
    if (error instanceof DomainError && !execution.signal.aborted)
      execution.journal.settleEffect({ key, status: "failed", result: error.code });
    throw error;
  }
}

function isToolResponse(value: Json): value is Json & ToolResponse {
  return isJsonObject(value) && typeof value.status === "number" && isJsonObject(value.headers);
}
