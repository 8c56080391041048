import { z } from "zod";
import { kindNames } from "../nodes/registry";
import type { Issue } from "../result";
import { nearestName } from "../suggest";
import type { CompiledNode } from "./compiled-node";
import type { Workflow, WorkflowNode } from "./schema";

/** What templates and expressions can name: letters, digits, `_` and, not first, `-`. */
const namePattern = /^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u;

/** Ids, types, configurations and error policies of single nodes. */
export function checkNodes(nodes: readonly CompiledNode[]): Issue[] {
  const seen = new Set<string>();
  return nodes.flatMap((compiled, index) => {
    const { node } = compiled;
    const issues = [
      ...checkId(node, index, seen),
      ...checkKind(compiled, index),
      ...checkConfig(compiled, index),
      ...checkFields(compiled, index),
    ];
    if (node.on_error === "continue" && compiled.kind === "if-else") {
      issues.push(
        nodeIssue(
          node,
          "node_config_invalid",
          `${nameOf(node)} cannot go on after a failure, because no way would be chosen.`,
          ["nodes", index, "on_error"],
        ),
      );
    }
    return issues;
  });
}

/** What the document declares: names of inputs. */
export function checkInputs(workflow: Workflow): Issue[] {
  const seen = new Set<string>();
  return workflow.inputs.flatMap(({ name }, index) => {
    const path = ["inputs", index, "name"];
    const issues: Issue[] = [];
    if (!isUsableName(name)) {
      issues.push({ code: "invalid_name", severity: "error", message: `An input cannot be called "${name}".`, path });
    }
    if (seen.has(name)) {
      issues.push({ code: "duplicate_input", severity: "error", message: `Two inputs are called "${name}".`, path });
    }
    seen.add(name);
    return issues;
  });
}

function checkId(node: WorkflowNode, index: number, seen: Set<string>): Issue[] {
  const path = ["nodes", index, "id"];
  const issues: Issue[] = [];
  if (!isUsableName(node.id)) {
    issues.push(
      nodeIssue(
        node,
        "invalid_node_id",
        "A node id consists of letters, digits, - and _, and is not a reserved name.",
        path,
      ),
    );
  }
  if (seen.has(node.id)) issues.push(nodeIssue(node, "duplicate_node_id", `Two nodes have the id "${node.id}".`, path));
  seen.add(node.id);
  return issues;
}

/** Names of the object prototype would be found on every object by code less careful than ours. */
function isUsableName(name: string): boolean {
  return namePattern.test(name) && !(name in Object.prototype) && name !== "prototype";
}

function checkKind({ node, kind }: CompiledNode, index: number): Issue[] {
  if (kind !== undefined) return [];
  const nearest = nearestName(node.type, kindNames);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  return [
    nodeIssue(node, "unknown_node_type", `There is no node type "${node.type}".${hint}`, ["nodes", index, "type"]),
  ];
}

function checkConfig({ node, configIssues }: CompiledNode, index: number): Issue[] {
  return configIssues.map((issue) => {
    const field = (issue.path ?? []).join(".");
    const message = field === "" ? issue.message : `${field}: ${issue.message}`;
    return nodeIssue(node, issue.code, message, ["nodes", index, "config", ...(issue.path ?? [])]);
  });
}

/** A field that the kind does not have is kept but does nothing, which is rarely what was meant. */
function checkFields({ node, definition }: CompiledNode, index: number): Issue[] {
  if (!(definition?.configSchema instanceof z.ZodObject)) return [];
  const known = [...Object.keys(definition.configSchema.shape), ...Object.keys(definition.configAliases ?? {})];
  return Object.keys(node.config).flatMap((field): Issue[] => {
    if (known.includes(field)) return [];
    const nearest = nearestName(field, known);
    const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
    const message = `${definition.label} nodes have no setting "${field}".${hint}`;
    const path = ["nodes", index, "config", field];
    return [{ code: "unknown_field", severity: "warning", message, path, nodeId: node.id }];
  });
}

function nodeIssue(node: WorkflowNode, code: string, message: string, path: (string | number)[]): Issue {
  return { code, severity: "error", message, path, nodeId: node.id };
}

/** How messages call a node: by its title when it has one. */
export function nameOf(node: WorkflowNode): string {
  return node.title || node.id;
}
