import type { WorkflowNode } from "../workflow/schema";
import { isSafeMethod } from "./http-request";
import { parseConfigOf, resolveKind } from "./registry";

/** By node: those of a frozen version are the same objects in all of its runs. */
const known = new WeakMap<WorkflowNode, boolean>();

/**
 * Whether the document alone says that a node does nothing but read, so that it may be executed again at no cost: an HTTP call
 * described in the node, by a method that changes nothing at the receiver, of which no person is asked.
 */
export function onlyReads(node: WorkflowNode): boolean {
  const found = known.get(node) ?? isReadingCall(node);
  known.set(node, found);
  return found;
}

function isReadingCall(node: WorkflowNode): boolean {
  if (resolveKind(node.type) !== "tool") return false;
  const parsed = parseConfigOf("tool", node.config);
  if (!parsed.ok) return false;
  const { tool_binding_id: binding, needs_approval: isAsked, method, invoke_config_json: invoke } = parsed.value;
  return binding === undefined && !isAsked && isSafeMethod((invoke === undefined ? method : invoke.method) ?? "GET");
}
