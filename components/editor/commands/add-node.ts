import type { NodeKind, WorkflowNode } from "@/server/domain/workflow/schema";
import { nodeDefinitions } from "@/server/domain/nodes/registry";
import { makeEdge, type Graph, type Point } from "@/components/editor/graph";
import { uniqueTitle } from "./unique-names";

export interface AddNode {
  /** From `uniqueNodeId`, so that the caller can select what it added. */
  id: string;
  kind: NodeKind;
  position: Point;
  /** The open port that the new node is appended to. */
  after?: { nodeId: string; port: string };
}

/** A node of this kind with the configuration that its kind starts with. */
export function newNode(graph: Graph, args: Pick<AddNode, "id" | "kind" | "position">): WorkflowNode {
  const definition = nodeDefinitions[args.kind];
  return {
    id: args.id,
    type: args.kind,
    title: uniqueTitle(graph, definition.label),
    config: structuredClone(definition.initialConfig) as WorkflowNode["config"],
    ui: { x: Math.round(args.position.x), y: Math.round(args.position.y) },
  };
}

export function addNode(graph: Graph, args: AddNode): Graph {
  const nodes = [...graph.nodes, newNode(graph, args)];
  if (!args.after) return { ...graph, nodes };
  return { ...graph, nodes, edges: [...graph.edges, makeEdge(args.after.nodeId, args.after.port, args.id)] };
}
