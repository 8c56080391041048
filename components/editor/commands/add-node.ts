import type { NodeKind, WorkflowNode } from "@/server/domain/workflow/schema";
import { nodeDefinitions } from "@/server/domain/nodes/registry";
import { makeEdge, nodesById, type Graph, type Point } from "@/components/editor/graph";
import { uniqueTitle } from "./unique-names";

export interface AddNode {
  /** From `uniqueNodeId`, so that the caller can select what it added. */
  id: string;
  kind: NodeKind;
  position: Point;
  /** The open port that the new node is appended to; it then lies in the same body. */
  after?: { nodeId: string; port: string };
  /** The container that it lies in. */
  parentId?: string | undefined;
}

/** A node of this kind with the configuration that its kind starts with. */
export function newNode(graph: Graph, args: Omit<AddNode, "after">): WorkflowNode {
  const definition = nodeDefinitions[args.kind];
  return {
    id: args.id,
    type: args.kind,
    title: uniqueTitle(graph, definition.label),
    ...(args.parentId === undefined ? {} : { parent_id: args.parentId }),
    config: structuredClone(definition.initialConfig) as WorkflowNode["config"],
    ui: { x: Math.round(args.position.x), y: Math.round(args.position.y) },
  };
}

export function addNode(graph: Graph, args: AddNode): Graph {
  const parentId = args.after ? nodesById(graph).get(args.after.nodeId)?.parent_id : args.parentId;
  const nodes = [...graph.nodes, newNode(graph, { ...args, parentId })];
  if (!args.after) return { ...graph, nodes };
  return { ...graph, nodes, edges: [...graph.edges, makeEdge(args.after.nodeId, args.after.port, args.id)] };
}
