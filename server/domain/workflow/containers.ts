import { defaultPort } from "../nodes/definition";
import { resolveKind } from "../nodes/registry";
import type { Issue } from "../result";
import { nameOf } from "./check-nodes";
import type { CompiledNode } from "./compiled-node";
import type { Workflow, WorkflowEdge, WorkflowNode } from "./schema";

const containerKinds = ["iteration", "loop"] as const;
type Container = (typeof containerKinds)[number];

/** Kinds whose body is the nodes that name them as their parent. */
export function containerKindOf(node: Pick<WorkflowNode, "type">): Container | undefined {
  const kind = resolveKind(node.type);
  return containerKinds.find((container) => container === kind);
}

export const deepestNesting = 5;

type Graph = Pick<Workflow, "nodes" | "edges">;

/** The graph inside a container, or with no id the outermost one. Edges that lead in or out are no part of it. */
export function graphInside({ nodes, edges }: Graph, containerId?: string): Graph {
  const inside = nodes.filter((node) => node.parent_id === containerId);
  const ids = new Set(inside.map((node) => node.id));
  return { nodes: inside, edges: edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)) };
}

/**
 * Edges that say what runs before a body's first nodes: the container, and so everything before it. With them a document is
 * one graph for questions of what has run when; nothing leads out of a body but through its container.
 */
export function containmentEdges({ nodes, edges }: Graph): WorkflowEdge[] {
  const entered = new Set(edges.map((edge) => edge.target));
  return nodes.flatMap((node) =>
    node.parent_id !== undefined && !entered.has(node.id)
      ? [{ source: node.parent_id, target: node.id, condition: defaultPort }]
      : [],
  );
}

/** Ids of the containers that a node lies in, the nearest first. */
export function containersAround({ nodes }: Pick<Workflow, "nodes">, node: WorkflowNode): string[] {
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const around: string[] = [];
  for (let at = node.parent_id; at !== undefined && around.length < deepestNesting; at = byId.get(at)?.parent_id) {
    around.push(at);
  }
  return around;
}

/** Bodies: that their container exists and can hold them, is not empty, and that no edge leads in or out. */
export function checkContainers(workflow: Graph, nodes: ReadonlyMap<string, CompiledNode>): Issue[] {
  return [...workflow.nodes.flatMap((node, index) => checkParent(node, index, nodes)), ...checkBodies(workflow, nodes)];
}

function checkParent(node: WorkflowNode, index: number, nodes: ReadonlyMap<string, CompiledNode>): Issue[] {
  if (node.parent_id === undefined) return [];
  const report = (message: string): Issue[] => [
    { code: "invalid_parent", severity: "error", message, path: ["nodes", index, "parent_id"], nodeId: node.id },
  ];
  const parent = nodes.get(node.parent_id);
  if (!parent) return report(`${nameOf(node)} lies in "${node.parent_id}", which does not exist.`);
  if (!containerKindOf(parent.node)) {
    return report(`${nameOf(node)} lies in ${nameOf(parent.node)}, which is neither an iteration nor a loop.`);
  }
  if (resolveKind(node.type) === "start") return report("A start can not lie inside another node.");
  let depth = 0;
  for (
    let at: CompiledNode | undefined = parent;
    at;
    at = at.node.parent_id ? nodes.get(at.node.parent_id) : undefined
  ) {
    depth += 1;
    if (depth > deepestNesting)
      return report(`${nameOf(node)} lies more than ${deepestNesting} levels deep, or in itself.`);
  }
  return [];
}

function checkBodies(workflow: Graph, nodes: ReadonlyMap<string, CompiledNode>): Issue[] {
  const filled = new Set(workflow.nodes.map((node) => node.parent_id));
  const empty = workflow.nodes.flatMap((node): Issue[] =>
    containerKindOf(node) && !filled.has(node.id)
      ? [{ code: "empty_body", severity: "error", message: `${nameOf(node)} has nothing inside it.`, nodeId: node.id }]
      : [],
  );
  const crossing = workflow.edges.flatMap((edge, index): Issue[] => {
    const source = nodes.get(edge.source)?.node;
    const target = nodes.get(edge.target)?.node;
    if (!source || !target || source.parent_id === target.parent_id) return [];
    return [
      {
        code: "edge_crosses_body",
        severity: "error",
        message: `An edge leads from ${nameOf(source)} to ${nameOf(target)}, across the border of a body.`,
        path: ["edges", index],
        nodeId: source.id,
      },
    ];
  });
  return [...empty, ...crossing];
}
