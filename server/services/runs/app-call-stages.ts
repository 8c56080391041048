import type { PlannedCall, ToolResult } from "@/server/domain/agent/next-agent-step";
import { db } from "@/server/db";
import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import { proposeApproval } from "@/server/domain/interrupts/propose-call";
import type { Json, JsonObject } from "@/server/domain/json";
import { truncate } from "@/server/domain/text";
import type { AgentConfig, OfferedTool } from "@/server/nodes/agent/agent-plan";
import { findApp } from "@/server/nodes/agent/app-tool";
import { sayResult } from "@/server/nodes/agent/ask-round";
import { refusalOf } from "@/server/nodes/agent/make-call";
import { draftInterrupt, requireSameCall } from "@/server/nodes/interrupts";
import { FencedError } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { checkedInputs, requireDepth } from "@/server/services/runs/container-stages";
import { executeStage, type StageRequest, type StageResult } from "@/server/services/runs/execute-stage";
import type { Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";

/** How an app is called: its pinned version and its inputs, or why it is not. */
export interface AppCallPlan {
  versionId: string;
  inputs: Record<string, Json>;
  refusal?: string;
  /** Set when a person changed the arguments before the app was called. */
  editedArguments?: JsonObject;
}

const largestResult = 40_000;

/** Asks for approval where the rule says so, looks the app up and says in the stream that it begins. */
export function beginAppCall(
  execution: Execution,
  frame: Frame,
  request: StageRequest & { call: PlannedCall; tool: OfferedTool; appCode: string; subagentRunId: string },
): Promise<StageResult<AppCallPlan>> {
  const { call, tool, appCode, subagentRunId } = request;
  return executeStage<AgentConfig, AppCallPlan>(
    execution,
    frame,
    request,
    async ({ decision, tenantId, journal, node }) => {
      const proposed = {
        toolCallId: call.id,
        toolName: call.name,
        arguments: call.arguments,
        argumentsSchema: tool.parameters,
      };
      if (call.mode === "BACKEND_APPROVAL_INTERRUPT" && tool.rule) {
        if (!decision) return draftInterrupt(proposed, tool.rule, proposeApproval(proposed, tool.rule));
        requireSameCall(decision, proposed, tool.rule);
      }
      if (decision?.decision.type === "expire" && tool.rule?.on_expiry === "fail") {
        throw new DomainError("approval_expired", `Nobody decided about the call of ${call.name} in time.`);
      }
      const none = { versionId: "", inputs: {} };
      const refused = decision && refusalOf(decision.decision, call);
      if (refused) return { value: { ...none, refusal: refused.content } };
      const edited = decision?.decision.type === "approve" ? decision.decision.editedArgs : undefined;
      try {
        requireDepth(frame);
        const app = await findApp(tenantId, appCode);
        const inputs = checkedInputs(app.workflow, edited ?? call.arguments);
        journal.emit({ type: "subagent.started", subagentRunId, nodeId: node.id, name: appCode, toolCallId: call.id });
        return { value: { versionId: app.versionId, inputs, ...(edited ? { editedArguments: edited } : {}) } };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { value: { ...none, refusal: `Error: ${error.message}` } };
      }
    },
  );
}

/** Says in the stream of a run that goes on with an app which an earlier run had begun that it goes on. Once in each run. */
export async function continueAppCall(
  { target }: Execution,
  app: { subagentRunId: string; nodeId: string; name: string; toolCallId: string },
): Promise<{ status: "completed" | "lost" }> {
  const said = await db.event.findFirst({
    where: {
      runId: target.runId,
      type: "subagent.started",
      payload: { path: ["subagentRunId"], equals: app.subagentRunId },
    },
    select: { seq: true },
  });
  try {
    if (!said) await progressWriter.write({ target, events: [{ type: "subagent.started", ...app }] });
    return { status: "completed" };
  } catch (error) {
    if (error instanceof FencedError) return { status: "lost" };
    throw error;
  }
}

/** Says in the stream that the app has ended, and gives the agent what it came to. */
export function endAppCall(
  execution: Execution,
  frame: Frame,
  request: StageRequest & {
    call: PlannedCall;
    subagentRunId: string;
    editedArguments?: JsonObject;
    ending: { result: Json } | { error: ErrorRecord | undefined } | { refusal: string };
  },
): Promise<StageResult<ToolResult>> {
  const { call, subagentRunId, editedArguments, ending } = request;
  return executeStage<AgentConfig, ToolResult>(execution, frame, request, async (node) => {
    if ("result" in ending) {
      node.journal.emit({ type: "subagent.finished", subagentRunId, outcome: "success" });
    } else if ("error" in ending) {
      const { error } = ending;
      node.journal.emit({ type: "subagent.finished", subagentRunId, outcome: "failed", ...(error ? { error } : {}) });
    }
    const result = {
      toolCallId: call.id,
      content: contentOf(ending),
      isError: !("result" in ending),
      ...(editedArguments ? { editedArguments } : {}),
    };
    sayResult(node, call.name, result);
    return { value: result };
  });
}

function contentOf(ending: { result: Json } | { error: ErrorRecord | undefined } | { refusal: string }): string {
  if ("refusal" in ending) return ending.refusal;
  if ("error" in ending) return `Error: ${ending.error?.message ?? "the app failed."}`;
  return truncate(typeof ending.result === "string" ? ending.result : JSON.stringify(ending.result), largestResult);
}
