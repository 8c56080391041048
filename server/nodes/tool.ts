import { validateArguments } from "@/server/domain/agent/validate-arguments";
import { DomainError } from "@/server/domain/errors";
import { askAboutUncertainCall, proposeApproval, type ProposedCall } from "@/server/domain/interrupts/propose-call";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import { type HttpRequest, renderHttpParts } from "@/server/domain/nodes/http-request";
import { ruleOf } from "@/server/domain/nodes/approval-fields";
import { toText } from "@/server/domain/template/to-text";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { renderValue } from "@/server/domain/template/render";
import { callTool } from "@/server/nodes/call-tool";
import { isSkipped } from "@/server/nodes/chosen-call";
import type { DecidedInterrupt, NodeExecution, NodeExecutor } from "@/server/nodes/executor";
import { changedArguments, draftInterrupt, isWaiting, requireSameCall, type Waits } from "@/server/nodes/interrupts";
import { loadStoredTool, type StoredTool } from "@/server/tools/stored-tool";
import { requestOf, requestOfStoredTool } from "@/server/tools/tool-request";

type ToolConfig = ConfigOf<"tool">;

/** A tool node makes one call. */
const callId = "1";

/**
 * Calls one tool: a stored one by its binding, or the HTTP request described in the node. Where its rule says so, a person is
 * asked first; where the call was cut off and is to be parked, a person is asked what became of it.
 */
export const executeTool: NodeExecutor<ToolConfig> = async (execution) => {
  const { config, node, tenantId, decision: decided } = execution;
  const stored = config.tool_binding_id ? await loadStoredTool(tenantId, config.tool_binding_id) : undefined;
  const given = givenArguments(execution);
  const planned = requestOfNode(execution, stored, given);
  const name = stored?.name ?? node.title ?? planned.method;
  const proposed = proposedCall(name, stored, given, planned);
  const rule = { ...ruleOf(config), needs_approval: config.needs_approval || (stored?.needsApproval ?? false) };
  const uncertain = decided?.kind === "uncertain_call" ? decided : undefined;
  const chosen = await execution.chosenFor(callId);
  // What is kept or skipped is not made, so nobody is asked whether it may be.
  const isMade = chosen === undefined || chosen.choice === "again";
  if (rule.needs_approval && isMade && !uncertain) {
    if (!decided) return draftInterrupt(proposed, rule, proposeApproval(proposed, rule));
    requireSameCall(decided, proposed, rule);
  }
  if (decided) refuseUndone(decided, name);
  const approved = decided?.decision.type === "approve" ? decided.decision.editedArgs : undefined;
  const edited = uncertain ? changedArguments(uncertain, proposed) : approved;
  const request = edited ? editedRequest(execution, stored, planned, edited) : planned;
  const made = edited ? proposedCall(name, stored, edited, request) : proposed;
  if (uncertain) requireSameCall(uncertain, made, rule);
  const onUncertain = config.on_uncertain ?? stored?.onUncertain ?? "retry";
  const called = await callTool(execution, {
    name,
    request,
    mcp: stored?.mcp,
    callId,
    chosen,
    timeoutMs: config.timeout_seconds * 1000,
    onUncertain: uncertain ? "retry" : onUncertain,
  }).catch((error: unknown): Waits => {
    const isUncertain = error instanceof DomainError && error.code === "effect_uncertain" && onUncertain === "park";
    if (!isUncertain || execution.signal.aborted) throw error;
    return draftInterrupt(made, rule, askAboutUncertainCall(made, rule));
  });
  if (isWaiting(called)) return called;
  const { status, headers, body } = called;
  return {
    port: defaultPort,
    ...(typeof body === "string" ? { text: body } : {}),
    output: { status, headers, body },
    input: shownRequest(request),
    remark: isSkipped({ ...called }) ? "skipped" : stored?.mcp ? stored.name : `${request.method} ${status}`,
  };
};

/** @throws DomainError approval_rejected, approval_expired; effect_uncertain for a call that was cut off and is left at that */
function refuseUndone({ decision, kind }: DecidedInterrupt, name: string): void {
  if (decision.type === "expire") {
    throw new DomainError("approval_expired", `Nobody decided about the call of ${name} in time, so it was not made.`);
  }
  if (decision.type === "reject") {
    const why = decision.reason ? ` The reason given: ${decision.reason}` : "";
    if (kind === "uncertain_call") {
      throw new DomainError(
        "effect_uncertain",
        `The call of ${name} was cut off, so it may or may not have happened. A person decided not to make it again.${why}`,
      );
    }
    throw new DomainError("approval_rejected", `A person rejected the call of ${name}, so it was not made.${why}`);
  }
}

/** What a person is shown and may change: a stored tool's arguments, or the query and the body of the request. */
function proposedCall(
  toolName: string,
  stored: StoredTool | undefined,
  given: JsonObject,
  { url, method, query, body }: HttpRequest,
): ProposedCall {
  if (stored) return { toolName, arguments: given, argumentsSchema: stored.inputSchema, url, method };
  return {
    toolName,
    arguments: { query, ...(body === undefined ? {} : { body }) },
    argumentsSchema: requestSchema,
    url,
    method,
  };
}

const requestSchema: JsonObject = {
  type: "object",
  properties: { query: { type: "object" }, body: {} },
  additionalProperties: false,
};

function editedRequest(
  execution: NodeExecution<ToolConfig>,
  stored: StoredTool | undefined,
  planned: HttpRequest,
  edited: JsonObject,
): HttpRequest {
  const problems = validateArguments(edited, stored?.inputSchema ?? requestSchema);
  if (problems.length > 0) {
    throw new DomainError("resume_payload_invalid", `The edited arguments are wrong: ${problems.join("; ")}.`);
  }
  if (stored) return requestOfNode(execution, stored, edited);
  const { method, url, headers } = planned;
  return { method, url, headers, query: textsOf(edited.query), body: edited.body };
}

function textsOf(query: Json | undefined): HttpRequest["query"] {
  const entries = Object.entries(isJsonObject(query) ? query : {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(toText) : toText(value)]),
  );
}

function givenArguments({ config, context }: NodeExecution<ToolConfig>): JsonObject {
  const given = renderValue(config.arguments ?? {}, context);
  return isJsonObject(given) ? given : {};
}

function requestOfNode(
  { config, context }: NodeExecution<ToolConfig>,
  stored: StoredTool | undefined,
  given: JsonObject,
): HttpRequest {
  const { method, url, base_url, path, query, headers, body } = config;
  const own = renderHttpParts({ method, url, base_url, path, query, headers, body }, context);
  if (stored) return requestOfStoredTool(stored, given, own);
  const inline = config.invoke_config_json;
  return requestOf({ config: own, invokeConfig: inline ? renderHttpParts(inline, context) : undefined });
}

function shownRequest({ method, url, query, body }: HttpRequest): JsonObject {
  const shown: Record<string, Json> = { method, url, query };
  if (body !== undefined) shown.body = body;
  return shown;
}
