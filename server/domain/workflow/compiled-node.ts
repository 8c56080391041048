import type { NodeDefinition, OutputVariable, Port } from "../nodes/definition";
import { definitionOf, parseConfigOf, portsOf, resolveKind } from "../nodes/registry";
import type { Issue } from "../result";
import type { NodeKind, WorkflowNode } from "./schema";

/** A node with everything its kind says about it, worked out once. */
export interface CompiledNode {
  node: WorkflowNode;
  kind: NodeKind | undefined;
  definition: NodeDefinition | undefined;
  /** Absent when the configuration is invalid. */
  config: unknown;
  configIssues: Issue[];
  ports: Port[];
  /** Undefined when they cannot be known, because the type or the configuration is invalid. */
  outputs: OutputVariable[] | undefined;
}

export function compileNode(node: WorkflowNode): CompiledNode {
  const kind = resolveKind(node.type);
  if (kind === undefined) {
    return { node, kind, definition: undefined, config: undefined, configIssues: [], ports: [], outputs: undefined };
  }
  const definition = definitionOf(kind);
  const parsed = parseConfigOf(kind, node.config);
  return {
    node,
    kind,
    definition,
    config: parsed.ok ? parsed.value : undefined,
    configIssues: parsed.ok ? [] : parsed.issues,
    ports: portsOf(node),
    outputs: parsed.ok ? [...definition.outputs(parsed.value), ...failureOutputs(node)] : undefined,
  };
}

/** Path of what a failed node leaves behind when the run goes on without it. */
export const failureOutputPath = "output.error";

function failureOutputs(node: WorkflowNode): OutputVariable[] {
  if (node.on_error !== "continue" && node.on_error !== "branch") return [];
  return [{ path: failureOutputPath, type: "object", description: "Why it failed: code and message" }];
}
