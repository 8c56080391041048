import { joinAddress } from "@/server/domain/run/address";
import type { Audience } from "@/server/domain/run/events";
import type { Json } from "@/server/domain/json";
import { compileGraph, type RunGraph } from "@/server/domain/run/plan";
import { streamedAnswers, type StreamedAnswer } from "@/server/domain/run/streaming-answer";
import { graphInside } from "@/server/domain/workflow/containers";
import type { Workflow, WorkflowNode } from "@/server/domain/workflow/schema";
import type { NodeSurroundings } from "@/server/services/runs/node-results";

/** A graph that a run executes: its own, the body of an iteration for one item, or that of another workflow. */
export interface Frame {
  /** What its nodes' addresses begin with; empty for the run's own graph. See server/domain/run/address.ts. */
  path: string;
  /** The document that its graph is from, with the bodies of its containers. */
  workflow: Pick<Workflow, "nodes" | "edges">;
  nodes: ReadonlyMap<string, WorkflowNode>;
  graph: RunGraph;
  streamedAnswers: ReadonlyMap<string, StreamedAnswer>;
  inputs: Record<string, Json>;
  /** The span under which its nodes' spans lie. */
  parentSpanId: string;
  /** Who may read what its answers say: an inner workflow's are its result, not the chat's. */
  audience: Audience;
  /** For a body: what it can read of the graph around it, and the item that it is for. */
  outer?: { frame: Frame; surroundings: NodeSurroundings; current: Record<string, Json> };
  /** How many workflows it is inside of, its own included; the run's own is 1. */
  depth: number;
}

export function addressIn(frame: Frame, nodeId: string): string {
  return joinAddress(frame.path, nodeId);
}

/** What is the same in every frame that executes a graph; worked out once for all items of an iteration. */
export type FrameGraph = Pick<Frame, "workflow" | "nodes" | "graph" | "streamedAnswers">;

/**
 * The graph of a whole workflow, or of what lies inside one of its containers.
 * @throws DomainError invalid_workflow for a graph that leads around in a circle
 */
export function frameGraph(
  workflow: Pick<Workflow, "nodes" | "edges">,
  { audience, containerId }: { audience: Audience; containerId?: string },
): FrameGraph {
  const inside = graphInside(workflow, containerId);
  return {
    workflow,
    nodes: new Map(inside.nodes.map((node) => [node.id, node])),
    graph: compileGraph(inside, { isBody: containerId !== undefined }),
    streamedAnswers: audience === "everyone" ? streamedAnswers(inside) : new Map(),
  };
}
