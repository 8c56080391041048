import type { UncertaintyPolicy } from "@/server/domain/agent/uncertainty";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json } from "@/server/domain/json";
import { type HttpRequest, isSafeMethod } from "@/server/domain/nodes/http-request";
import { env } from "@/server/env";
import { faultPoint } from "@/server/faults";
import { skippedResponse } from "@/server/nodes/chosen-call";
import type { ChosenCall, NodeExecution } from "@/server/nodes/executor";
import { callHttpTool } from "@/server/tools/call-http-tool";
import { callMcpTool } from "@/server/tools/call-mcp-tool";
import type { McpTarget } from "@/server/tools/stored-tool";

export interface ToolCall {
  name: string;
  /** For an MCP tool what `requestOfStoredTool` makes of it: its server's address, and name and arguments as the body. */
  request: HttpRequest;
  /** Set when the call is made by the Model Context Protocol. */
  mcp?: McpTarget;
  /** Distinguishes this node's calls in their idempotency keys. */
  callId: string;
  timeoutMs: number;
  /** What a person chose for this call when its run was begun from a point of another. */
  chosen?: ChosenCall;
  /** What to do when an earlier try of the same call was cut off, so that nobody knows whether it happened. */
  onUncertain: UncertaintyPolicy;
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
    attributes: {
      host: URL.parse(url, env.origin)?.host ?? url,
      method,
      ...(call.chosen ? { chosen: call.chosen.choice } : {}),
    },
  });
  try {
    const response = isSafeMethod(method) ? await send(execution, call) : await sendOnce(execution, call);
    span.complete({ output: response.body, attributes: { status: response.status } });
    return response;
  } catch (error) {
    const status = error instanceof DomainError ? error.details?.status : undefined;
    span.fail(error, typeof status === "number" ? { attributes: { status } } : {});
    throw error;
  }
}

/** A larger answer is not kept beside the record of its call; the call is then repeated after a crash. */
const largestKeptAnswer = 256 * 1024;

function send(execution: NodeExecution, call: ToolCall): Promise<ToolResponse> {
  const { request, mcp, timeoutMs } = call;
  const { tenantId, signal } = execution;
  const idempotencyKey = execution.callKey(call.callId);
  if (mcp) return callMcpTool({ target: mcp, tenantId, request, idempotencyKey, timeoutMs, signal });
  return callHttpTool({ request, idempotencyKey, timeoutMs, signal });
}

/**
 * Makes a call that has an effect. Its record is written before it and settled with its answer, so that after a crash an
 * answered call is not made again, and one that was cut off is handled as the tool says.
 */
async function sendOnce(execution: NodeExecution, call: ToolCall): Promise<ToolResponse> {
  const key = execution.callKey(call.callId);
  const { method, url, query, body = null } = call.request;
  const { chosen } = call;
  const earlier = await execution.journal.intendEffect({
    key,
    request: { name: call.name, method, url, query, body, ...(chosen ? { fork: chosen.mark } : {}) },
  });
  if (earlier?.status === "done" && isToolResponse(earlier.result)) return earlier.result;
  if (earlier?.status === "intended" && call.onUncertain !== "retry" && (!chosen || chosen.choice === "again")) {
    throw new DomainError(
      "effect_uncertain",
      `The server stopped while this ${method} call was under way, so it may or may not have happened. Look at the receiver, then run again.`,
    );
  }
  const given = chosen && givenInstead(chosen);
  if (given) {
    execution.journal.settleEffect({ key, status: "done", result: given });
    return given;
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

/** What the caller is given where nothing is sent. */
function givenInstead(chosen: ChosenCall): (Json & ToolResponse) | undefined {
  if (chosen.choice === "skip") return { ...skippedResponse() };
  return chosen.choice === "keep" && isToolResponse(chosen.result) ? chosen.result : undefined;
}

function isToolResponse(value: Json): value is Json & ToolResponse {
  return isJsonObject(value) && typeof value.status === "number" && isJsonObject(value.headers);
}
