import type { Workflow } from "@/server/domain/workflow/schema";
import type { Graph } from "@/components/editor/graph";

/** Changes settings of the whole workflow; an undefined value removes the setting. */
export function updateSettings(graph: Graph, patch: Partial<Workflow["settings"]>): Graph {
  const settings = { ...graph.settings, ...patch };
  if (settings.opening === undefined) delete settings.opening;
  if (settings.suggestions === undefined) delete settings.suggestions;
  return { ...graph, settings };
}
