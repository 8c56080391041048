import type { Issue } from "../result";
import { nameOf } from "./check-nodes";
import type { CompiledNode } from "./compiled-node";
import { edgePort, findCycles, type Graph, reachableFrom } from "./graph";
import { edgeId, type Workflow, type WorkflowEdge } from "./schema";

const maxReportedCycles = 20;

/** Single edges: both ends exist, the way out exists, nothing is said twice. */
export function checkEdges(workflow: Workflow, nodes: ReadonlyMap<string, CompiledNode>): Issue[] {
  const seen = new Set<string>();
  return workflow.edges.flatMap((edge, index) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    const report = (code: string, message: string, nodeId?: string): Issue[] => [
      { code, severity: "error", message, path: ["edges", index], edgeId: edgeId(edge), ...(nodeId ? { nodeId } : {}) },
    ];
    const key = JSON.stringify([edge.source, edgePort(edge), edge.target]);
    if (seen.has(key))
      return report("duplicate_edge", `The edge from ${edge.source} to ${edge.target} is there twice.`);
    seen.add(key);
    if (source === undefined || target === undefined) {
      const missing = source === undefined ? edge.source : edge.target;
      return report(
        "dangling_edge",
        `An edge from ${edge.source} to ${edge.target} names the node "${missing}", which does not exist.`,
      );
    }
    if (target.kind === "start") return report("edge_into_start", "Nothing can lead into the start.", target.node.id);
    if (source.kind === "end") return report("edge_out_of_end", "Nothing can follow an end.", source.node.id);
    return hasPort(source, edge) ? [] : report("unknown_port", unknownPort(source, edge), source.node.id);
  });
}

function hasPort(source: CompiledNode, edge: WorkflowEdge): boolean {
  return source.kind === undefined || source.ports.some((port) => port.id === edgePort(edge));
}

function unknownPort(source: CompiledNode, edge: WorkflowEdge): string {
  const ways = source.ports.map((port) => port.id).join(", ");
  const said = edge.condition ? `has no way out "${edge.condition}"` : "has several ways out and the edge names none";
  return `${nameOf(source.node)} ${said}; its ways out are ${ways}.`;
}

/**
 * The graph as a whole: where it starts and ends, cycles, nodes that never run, branches that lead nowhere.
 * @param whole the graph with the edges that lead into bodies
 */
export function checkFlow(graph: Graph, whole: Graph, nodes: readonly CompiledNode[]): Issue[] {
  return [
    ...checkStart(nodes),
    ...checkAnswer(nodes),
    ...checkCycles(graph),
    ...checkReach(whole, nodes),
    ...checkBranches(graph, nodes),
  ];
}

function checkStart(nodes: readonly CompiledNode[]): Issue[] {
  const [first, ...others] = nodes.filter((compiled) => compiled.kind === "start");
  if (first === undefined) return [{ code: "missing_start", severity: "error", message: "The workflow has no start." }];
  return others.map(({ node }) => ({
    code: "several_starts",
    severity: "error",
    message: `The workflow has more than one start: ${first.node.id} and ${node.id}.`,
    nodeId: node.id,
  }));
}

function checkAnswer(nodes: readonly CompiledNode[]): Issue[] {
  if (nodes.some((compiled) => compiled.kind === "answer")) return [];
  if (nodes.some((compiled) => compiled.kind === "end")) {
    return [
      { code: "missing_answer", severity: "warning", message: "The workflow has no answer, so a chat shows nothing." },
    ];
  }
  return [{ code: "missing_answer", severity: "error", message: "The workflow has neither an answer nor an end." }];
}

function checkCycles(graph: Graph): Issue[] {
  return findCycles(graph, maxReportedCycles).flatMap((cycle): Issue[] => {
    const last = cycle.at(-1);
    const names = cycle.map((edge) => graph.nodes[edge.source]?.id ?? "");
    const nodeId = names[0];
    if (last === undefined || nodeId === undefined) return [];
    const shown = names.length > 8 ? [...names.slice(0, 7), "…"] : names;
    const message =
      names.length === 1
        ? `${nodeId} leads to itself.`
        : `These nodes lead around in a circle: ${[...shown, nodeId].join(" → ")}.`;
    return [{ code: "cycle", severity: "error", message, nodeId, edgeId: last.id }];
  });
}

function checkReach(graph: Graph, nodes: readonly CompiledNode[]): Issue[] {
  const starts = nodes.flatMap((compiled, index) => (compiled.kind === "start" ? [index] : []));
  if (starts.length === 0) return [];
  const reached = reachableFrom(graph, starts);
  return nodes.flatMap(({ node }, index): Issue[] => {
    if (reached.has(index)) return [];
    const message = `${nameOf(node)} is not connected to the start and never runs.`;
    return [{ code: "unreachable_node", severity: "warning", message, nodeId: node.id }];
  });
}

/** A node with several ways out: each should lead somewhere, and at least one must. */
function checkBranches(graph: Graph, nodes: readonly CompiledNode[]): Issue[] {
  return nodes.flatMap(({ node, ports }, index): Issue[] => {
    if (ports.length < 2) return [];
    const used = new Set((graph.outgoing[index] ?? []).map((edge) => edge.port));
    const open = ports.filter((port) => !used.has(port.id));
    if (open.length === ports.length) {
      return [
        {
          code: "missing_branch",
          severity: "error",
          message: `No way out of ${nameOf(node)} leads anywhere.`,
          nodeId: node.id,
        },
      ];
    }
    return open.map((port) => ({
      code: "missing_branch",
      severity: "warning",
      message: `The way out "${port.label ?? port.id}" of ${nameOf(node)} leads nowhere.`,
      nodeId: node.id,
    }));
  });
}
