import type { Issue } from "../result";
import type { Workflow } from "../workflow/schema";
import { gateOf } from "./compile-runtime-config";
import type { RuntimeStage } from "./resolve-stages";

/** A finding about the compiled workflow, moved to the field of the configuration that it comes from. */
export function placeIssue(issue: Issue, workflow: Workflow, stages: readonly RuntimeStage[]): Issue {
  const { nodeId: _nodeId, edgeId: _edgeId, ...rest } = issue;
  const [list, index, part, field, ...inside] = issue.path ?? [];
  const nodeId =
    issue.nodeId ?? (list === "nodes" && typeof index === "number" ? workflow.nodes[index]?.id : undefined);
  const gated = stages.find((stage) => gateOf(stage.key) === nodeId);
  if (gated !== undefined) return { ...rest, path: ["workflow", gated.key, "when"] };
  const stage = stages.find((one) => one.key === nodeId);
  if (stage === undefined) return { ...rest, path: ["workflow"] };
  if (part !== "config" || field === undefined) return { ...rest, path: ["workflow", stage.key] };
  return { ...rest, path: pathOf(stage, field, inside) };
}

function pathOf(stage: RuntimeStage, field: string | number, inside: (string | number)[]): (string | number)[] {
  if (field === "prompt") return ["tasks", stage.task.key, "prompt"];
  if (field === "response_schema") return ["tasks", stage.task.key, "expected_output", ...inside];
  if (field !== "tools") return ["agents", stage.agent.key, field, ...inside];
  const [position, ...place] = inside;
  const tool = typeof position === "number" ? stage.tools[position] : undefined;
  return tool === undefined ? ["agents", stage.agent.key, "tools"] : ["tools", tool.key, ...place];
}
