import type { Issue, IssueSeverity } from "../result";
import { nearestName } from "../suggest";
import type { VariableReference } from "../template/references";
import type { Availability } from "./availability";
import { nameOf } from "./check-nodes";
import { type CompiledNode, failureOutputPath } from "./compiled-node";
import type { Graph } from "./graph";
import type { WorkflowInput } from "./schema";

/** What a reference is checked against. Without availability (the graph has a cycle) the order of nodes is not checked. */
export interface VariableFacts {
  graph: Graph;
  nodes: readonly CompiledNode[];
  inputs: ReadonlyMap<string, WorkflowInput>;
  /** Positions of the assigners that set a name of the state. */
  assigners: ReadonlyMap<string, readonly number[]>;
  availability: Availability | undefined;
}

/** The finding about one variable that the node at that position reads, or undefined when all is well. */
export function checkReference(variable: VariableReference, at: number, facts: VariableFacts): Issue | undefined {
  const name = variable.path[1];
  if (name === undefined) return undefined;
  switch (variable.path[0]) {
    case "inputs":
      return checkInput(variable, name, facts);
    case "state":
      return checkState(variable, name, at, facts);
    case "nodes":
      return checkNodeOutput(variable, name, at, facts);
    case "current":
      return checkCurrent(name, facts.nodes[at]);
    default:
      return undefined;
  }
}

function checkCurrent(name: string, compiled: CompiledNode | undefined): Issue | undefined {
  if (name === "node_id") return undefined;
  const isInside = compiled?.node.parent_id !== undefined;
  if ((name === "item" || name === "index") && isInside) return undefined;
  const known = isInside ? "current.item, current.index and current.node_id do" : "only current.node_id does";
  return unknown("error", `current.${name} does not exist here; ${known}.`);
}

function unknown(severity: IssueSeverity, message: string): Issue {
  return { code: "unknown_variable", severity, message };
}

function didYouMean(name: string, known: Iterable<string>, prefix: string): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : ` Did you mean ${prefix}${nearest}?`;
}

function checkInput(
  { path, isOptional }: VariableReference,
  name: string,
  { inputs }: VariableFacts,
): Issue | undefined {
  const input = inputs.get(name);
  if (input === undefined) {
    const hint = didYouMean(name, inputs.keys(), "inputs.");
    return unknown(isOptional ? "warning" : "error", `The workflow has no input "${name}".${hint}`);
  }
  const hasParts = input.type === "object" || input.type === "array";
  if (path.length === 2 || hasParts) return undefined;
  return unknown("error", `inputs.${name} is a ${input.type} and has no part "${path[2]}".`);
}

function checkState(
  { isOptional }: VariableReference,
  name: string,
  at: number,
  facts: VariableFacts,
): Issue | undefined {
  const assigners = facts.assigners.get(name);
  if (assigners === undefined) {
    const hint = didYouMean(name, facts.assigners.keys(), "state.");
    return unknown(isOptional ? "warning" : "error", `No assigner sets state.${name}.${hint}`);
  }
  const { availability } = facts;
  if (isOptional || availability === undefined || assigners.some((one) => availability.isCertain(at, one)))
    return undefined;
  return unknown("warning", `state.${name} may not be set yet when this runs; give it a default.`);
}

function checkNodeOutput(variable: VariableReference, id: string, at: number, facts: VariableFacts): Issue | undefined {
  const index = facts.graph.indexOf.get(id);
  const source = index === undefined ? undefined : facts.nodes[index];
  if (index === undefined || source === undefined) {
    return unknown("error", `There is no node "${id}".${didYouMean(id, facts.graph.indexOf.keys(), "nodes.")}`);
  }
  const { availability } = facts;
  const isAround = facts.nodes[at]?.node.parent_id === id;
  if (availability !== undefined && (isAround || !availability.isAncestor(at, index))) {
    const reason =
      index === at ? "A node cannot read its own output" : `${nameOf(source.node)} does not run before this node`;
    return unknown(variable.isOptional ? "warning" : "error", `${reason}, so nodes.${id} has no value here.`);
  }
  const wrongOutput = checkOutputPath(variable, id, source);
  if (wrongOutput !== undefined) return wrongOutput;
  const isAboutFailure = variable.path.slice(2).join(".").startsWith(failureOutputPath);
  if (availability === undefined || variable.isOptional || isAboutFailure || availability.isCertain(at, index))
    return undefined;
  const cause = source.node.on_error === "continue" ? "when it has failed" : "when another branch was taken";
  return unknown("warning", `${nameOf(source.node)} has no output ${cause}; give nodes.${id} a default.`);
}

/** A path fits when it ends above an output, at one, or inside one that has parts. */
function checkOutputPath({ path }: VariableReference, id: string, { outputs }: CompiledNode): Issue | undefined {
  const rest = path.slice(2);
  if (rest.length === 0 || outputs === undefined) return undefined;
  const fits = outputs.some((output) => {
    const steps = output.path.split(".");
    const shared = Math.min(steps.length, rest.length);
    if (steps.slice(0, shared).join(".") !== rest.slice(0, shared).join(".")) return false;
    return rest.length <= steps.length || output.type === "any" || output.type === "object" || output.type === "array";
  });
  if (fits) return undefined;
  const known = outputs.map((output) => output.path);
  return unknown("error", `${id} has no output ${rest.join(".")}; it has ${known.join(", ") || "none"}.`);
}
