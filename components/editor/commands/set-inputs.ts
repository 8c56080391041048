import type { WorkflowInput } from "@/server/domain/workflow/schema";
import type { Graph } from "@/components/editor/graph";

/** Replaces the inputs that a run of this workflow takes. */
export function setInputs(graph: Graph, inputs: WorkflowInput[]): Graph {
  return inputs === graph.inputs ? graph : { ...graph, inputs };
}
