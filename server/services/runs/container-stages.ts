import { db } from "@/server/db";
import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import { evaluateCondition } from "@/server/domain/expression/evaluate-expression";
import type { Json, JsonObject } from "@/server/domain/json";
import { defaultPort } from "@/server/domain/nodes/definition";
import { mostItems } from "@/server/domain/nodes/iteration";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import { deepestWorkflow } from "@/server/domain/nodes/sub-workflow";
import { resolveInputs } from "@/server/domain/run/inputs";
import { renderValue } from "@/server/domain/template/render";
import { checkDocument } from "@/server/domain/workflow/check-document";
import type { Workflow } from "@/server/domain/workflow/schema";
import { findApp } from "@/server/nodes/agent/app-tool";
import type { NodeExecutionResult } from "@/server/nodes/executor";
import type { NodeRequest } from "@/server/services/runs/attempt-node";
import { executeStage, type StageRequest, type StageResult } from "@/server/services/runs/execute-stage";
import type { Frame } from "@/server/services/runs/frame";
import type { Execution } from "@/server/services/runs/load-execution";
import { contextFor, type NodeSurroundings } from "@/server/services/runs/node-results";
import { type OpenedNode, openNode } from "@/server/services/runs/open-node";

/** Bytes of JSON. The list is read again each time that the walk goes on. */
const largestList = 2 * 1024 * 1024;

export interface IterationPlan {
  items: Json[];
}

/** Begins an iteration: its list is worked out once. */
export function openIteration(
  execution: Execution,
  frame: Frame,
  request: NodeRequest & { known?: IterationPlan },
): Promise<OpenedNode<IterationPlan>> {
  const counted = { ...request, countItems: ({ items }: IterationPlan) => items.length };
  return openNode<ConfigOf<"iteration">, IterationPlan>(execution, frame, counted, async ({ config, context }) => {
    const items = renderValue(config.items, context);
    if (!Array.isArray(items)) {
      throw new DomainError("iteration_not_a_list", `The list of this iteration is ${typeNameOf(items)}, not a list.`);
    }
    if (items.length > mostItems) {
      throw new DomainError("iteration_too_long", `The list has ${items.length} items; ${mostItems} are allowed.`);
    }
    if (Buffer.byteLength(JSON.stringify(items)) > largestList) {
      throw new DomainError(
        "iteration_too_long",
        "The list is larger than 2 MB. Iterate over ids, and load each inside.",
      );
    }
    return { plan: { items }, input: { items } };
  });
}

function typeNameOf(value: Json): string {
  if (value === null) return "empty";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Begins a loop, which needs nothing to begin with. */
export function openLoop(
  execution: Execution,
  frame: Frame,
  request: NodeRequest & { known?: object },
): Promise<OpenedNode<object>> {
  return openNode<ConfigOf<"loop">, object>(execution, frame, request, async ({ config }) => ({
    plan: {},
    input: { until: config.until, max_passes: config.max_passes },
  }));
}

/** Whether a loop is to end after a pass, by what the pass has made. */
export async function isLoopDone(
  execution: Execution,
  body: Frame,
  until: string,
  surroundings: NodeSurroundings,
): Promise<boolean> {
  return evaluateCondition(until, await contextFor(execution, body, "", surroundings));
}

export interface SubWorkflowPlan {
  versionId: string;
  inputs: Record<string, Json>;
}

/** Begins another app inside the run: its published version is looked up once, and its inputs are filled in and checked. */
export function openSubWorkflow(
  execution: Execution,
  frame: Frame,
  request: NodeRequest & { known?: SubWorkflowPlan },
): Promise<OpenedNode<SubWorkflowPlan>> {
  return openNode<ConfigOf<"sub-workflow">, SubWorkflowPlan>(
    execution,
    frame,
    request,
    async ({ config, context, tenantId }) => {
      requireDepth(frame);
      const given = renderValue(config.inputs, context) as JsonObject;
      const app = await findApp(tenantId, config.app_code);
      const inputs = checkedInputs(app.workflow, given);
      return { plan: { versionId: app.versionId, inputs }, input: { app_code: config.app_code, inputs } };
    },
  );
}

/** @throws DomainError sub_workflow_too_deep */
export function requireDepth(frame: Frame): void {
  if (frame.depth < deepestWorkflow) return;
  throw new DomainError(
    "sub_workflow_too_deep",
    `Workflows lie inside each other more than ${deepestWorkflow} deep here. Look for one that calls itself.`,
  );
}

/** @throws DomainError invalid_input */
export function checkedInputs(workflow: Workflow, given: Record<string, Json>): Record<string, Json> {
  const resolved = resolveInputs(workflow.inputs, given);
  if (resolved.ok) return resolved.value;
  throw new DomainError("invalid_input", resolved.issues.map((issue) => issue.message).join(" "));
}

/** An immutable version's document. */
export async function loadVersion(tenantId: string, versionId: string): Promise<Workflow> {
  const version = await db.workflowVersion.findFirst({ where: { id: versionId, tenantId }, select: { dsl: true } });
  const checked = version && checkDocument(version.dsl);
  if (!checked?.ok)
    throw new DomainError("not_found", "The version of a workflow that this run runs does not exist any more.");
  return checked.value;
}

/** Ends a container with what its body came to, or with why it failed. */
export function endContainer(
  execution: Execution,
  frame: Frame,
  request: StageRequest,
  ending: { result: NodeExecutionResult } | { error: ErrorRecord },
): Promise<StageResult<object>> {
  return executeStage<unknown, object>(execution, frame, { ...request, isFinal: true }, async () => {
    if ("result" in ending) return { value: {}, ends: ending.result };
    const { code, message, details } = ending.error;
    throw new DomainError(code, message, details ? { details } : {});
  });
}

/** What ends a container that went well. */
export function containerResult(
  output: Json,
  more: { text?: string; stateUpdates?: Record<string, Json>; remark?: string },
): NodeExecutionResult {
  return { port: defaultPort, output, ...more };
}
