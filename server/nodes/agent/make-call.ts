import { createHash } from "node:crypto";
import type { PlannedCall, ToolResult } from "@/server/domain/agent/next-agent-step";
import type { UncertaintyPolicy } from "@/server/domain/agent/uncertainty";
import { validateArguments } from "@/server/domain/agent/validate-arguments";
import { DomainError } from "@/server/domain/errors";
import type { Decision } from "@/server/domain/interrupts/interrupt";
import {
  askAboutUncertainCall,
  askClient,
  proposeApproval,
  type ProposedCall,
} from "@/server/domain/interrupts/propose-call";
import type { JsonObject } from "@/server/domain/json";
import { type HttpRequest, renderHttpParts } from "@/server/domain/nodes/http-request";
import { placeArguments } from "@/server/domain/nodes/place-arguments";
import { truncate } from "@/server/domain/text";
import type { AgentConfig, OfferedTool } from "@/server/nodes/agent/agent-plan";
import { sayResult } from "@/server/nodes/agent/ask-round";
import { callTool } from "@/server/nodes/call-tool";
import { isSkipped } from "@/server/nodes/chosen-call";
import type { NodeExecution } from "@/server/nodes/executor";
import { changedArguments, draftInterrupt, requireSameCall, type Waits } from "@/server/nodes/interrupts";
import { loadStoredTool, type McpTarget } from "@/server/tools/stored-tool";
import { requestOf, requestOfStoredTool } from "@/server/tools/tool-request";

const toolTimeoutMs = 30_000;
/** A model is shown at most this much of a tool's response. */
const largestToolResult = 40_000;

/** One call of an agent's round. `place` is `round.call`, both counted from 1. */
export interface AgentCall {
  place: string;
  call: PlannedCall;
  tool: OfferedTool;
}

/**
 * Carries out one call, or says what it waits for: a person's approval, the client, or a word on what became of a call that
 * was cut off. What a failed call comes to is told to the model, which may try something else; only a stop ends the agent.
 */
export async function makeAgentCall(
  execution: NodeExecution<AgentConfig>,
  { place, call, tool }: AgentCall,
): Promise<ToolResult | Waits> {
  const { decision: decided } = execution;
  if (call.mode === "FRONTEND_EXECUTE") return askOrTakeFromClient(execution, call, tool);
  const uncertain = decided?.kind === "uncertain_call" ? decided : undefined;
  const changed = uncertain && changedArguments(uncertain, proposedCall(call, tool));
  const wanted = changed ?? call.arguments;
  const route = await routeOf(execution, tool, wanted);
  const proposed = proposedCall({ ...call, arguments: wanted }, tool, route);
  // What is kept or skipped is not made, so nobody is asked whether it may be.
  const isMade = ((await execution.chosenFor(keyOf(place, call.name, wanted)))?.choice ?? "again") === "again";
  if (call.mode === "BACKEND_APPROVAL_INTERRUPT" && isMade && !uncertain) {
    const rule = requireRule(tool);
    if (!decided) return draftInterrupt(proposed, rule, proposeApproval(proposed, rule));
    requireSameCall(decided, proposed, rule);
  }
  if (decided?.decision.type === "expire" && tool.rule?.on_expiry === "fail") {
    throw new DomainError("approval_expired", `Nobody decided about the call of ${call.name} in time.`);
  }
  const refusal = decided && (uncertain ? leftUncertain : refusalOf)(decided.decision, call);
  if (refusal) return say(execution, call, refusal);
  if (uncertain) requireSameCall(uncertain, proposed, tool.rule);
  const approved = decided?.decision.type === "approve" ? decided.decision.editedArgs : undefined;
  const edited = approved ?? changed;
  const used = edited ?? call.arguments;
  if (edited) {
    const problems = validateArguments(edited, tool.parameters);
    if (problems.length > 0)
      throw new DomainError("resume_payload_invalid", `The edited arguments are wrong: ${problems.join("; ")}.`);
  }
  let made = route;
  try {
    if (approved) made = await routeOf(execution, tool, used);
    const { request, mcp, onUncertain } = made;
    const callId = keyOf(place, call.name, used);
    const chosen = await execution.chosenFor(callId);
    const response = await callTool(execution, {
      name: call.name,
      request,
      mcp,
      callId,
      chosen,
      timeoutMs: toolTimeoutMs,
      onUncertain: uncertain ? "retry" : onUncertain,
    });
    const { body } = response;
    if (isSkipped({ ...response })) return say(execution, call, { content: skippedSentence(call.name), isError: true });
    const told = chosen?.choice === "keep" ? chosen.told : undefined;
    const content = told ?? truncate(typeof body === "string" ? body : JSON.stringify(body), largestToolResult);
    return say(execution, call, { content, isError: false, ...(edited ? { editedArguments: edited } : {}) });
  } catch (error) {
    if (execution.signal.aborted || !(error instanceof DomainError)) throw error;
    if (error.code === "effect_uncertain" && route.onUncertain === "park") {
      const cutOff = proposedCall({ ...call, arguments: used }, tool, made);
      return draftInterrupt(cutOff, tool.rule, askAboutUncertainCall(cutOff, tool.rule));
    }
    return say(execution, call, {
      content: `Error: ${error.message}`,
      isError: true,
      ...(edited ? { editedArguments: edited } : {}),
    });
  }
}

function say(
  execution: NodeExecution<AgentConfig>,
  call: PlannedCall,
  result: Omit<ToolResult, "toolCallId">,
): ToolResult {
  const whole = { toolCallId: call.id, ...result };
  sayResult(execution, call.name, whole);
  return whole;
}

function askOrTakeFromClient(
  execution: NodeExecution<AgentConfig>,
  call: PlannedCall,
  tool: OfferedTool,
): ToolResult | Waits {
  const proposed = proposedCall(call, tool);
  const { decision: decided } = execution;
  if (!decided) return draftInterrupt(proposed, undefined, askClient(proposed));
  const { decision } = decided;
  if (decision.type === "result") {
    const content = truncate(decision.content, largestToolResult);
    // The client has this result already; it is kept for the history and not sent again.
    if (execution.streamsAnswer)
      execution.journal.keepMessage({ id: decided.id, role: "tool", content, toolCallId: call.id });
    return { toolCallId: call.id, content, isError: decision.isError ?? false };
  }
  return say(
    execution,
    call,
    refusalOf(decision, call) ?? { content: "Error: the client gave no result.", isError: true },
  );
}

/** What the model is told of a call that is not made. */
export function refusalOf(decision: Decision, call: PlannedCall): Omit<ToolResult, "toolCallId"> | undefined {
  if (decision.type === "reject") {
    const why = decision.reason ? ` The reason given: ${decision.reason}` : " No reason was given.";
    return { content: `A person rejected this call of ${call.name}, so it was not made.${why}`, isError: true };
  }
  if (decision.type === "expire") {
    return {
      content: `Nobody decided about this call of ${call.name} in time, so it was not made.`,
      isError: true,
    };
  }
  return undefined;
}

/** What the model is told of a call that was cut off and is not made again: nobody may take it for one that never happened. */
function leftUncertain(decision: Decision, call: PlannedCall): Omit<ToolResult, "toolCallId"> | undefined {
  if (decision.type === "approve") return undefined;
  const why = decision.type === "reject" && decision.reason ? ` The reason given: ${decision.reason}` : "";
  return {
    content: `This call of ${call.name} was cut off, so it may or may not have happened. A person looked and decided not to make it again.${why}`,
    isError: true,
  };
}

function skippedSentence(name: string): string {
  return `A person chose to skip this call of ${name}, so it was not made. Go on without its result.`;
}

function requireRule(tool: OfferedTool) {
  if (tool.rule) return tool.rule;
  throw new DomainError("internal", `The tool ${tool.name} needs approval and has no rule for it.`);
}

function proposedCall(call: PlannedCall, tool: OfferedTool, route?: Route): ProposedCall {
  return {
    toolCallId: call.id,
    toolName: call.name,
    arguments: call.arguments,
    argumentsSchema: tool.parameters,
    ...(route ? { url: route.request.url, method: route.request.method } : {}),
  };
}

interface Route {
  request: HttpRequest;
  mcp?: McpTarget;
  onUncertain: UncertaintyPolicy;
}

/** Where a call goes, worked out from what is stored now; credentials are read only here. */
async function routeOf(
  { config, context, tenantId }: NodeExecution<AgentConfig>,
  { index, name }: OfferedTool,
  given: JsonObject,
): Promise<Route> {
  const tool = index === undefined ? undefined : config.tools[index];
  if (!tool || "app_code" in tool) throw new DomainError("agent_unknown_tool", `The agent has no tool named ${name}.`);
  if ("tool_binding_id" in tool) {
    const stored = await loadStoredTool(tenantId, tool.tool_binding_id);
    return { request: requestOfStoredTool(stored, given), mcp: stored.mcp, onUncertain: stored.onUncertain };
  }
  const { method, url, base_url, path, query, headers, body } = tool;
  const http = renderHttpParts({ method, url, base_url, path, query, headers, body }, context);
  return { request: requestOf({ config: placeArguments(given, http) }), onUncertain: tool.on_uncertain };
}

/** The same for the same call at the same place when it is made again after a crash; a model's own ids are not. */
function keyOf(place: string, name: string, given: JsonObject): string {
  const what = createHash("sha256")
    .update(JSON.stringify([name, given]))
    .digest("hex");
  return `${place}.${what.slice(0, 12)}`;
}
