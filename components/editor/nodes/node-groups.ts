import { definitionOf, nodeDefinitions } from "@/server/domain/nodes/registry";
import type { NodeGroup } from "@/server/domain/nodes/definition";
import { nodeKinds, type NodeKind } from "@/server/domain/workflow/schema";

const labels = {
  flow: "Flow",
  model: "Models",
  data: "Data",
  outside: "Outside world",
  output: "Output",
} as const satisfies Record<NodeGroup, string>;

interface KindGroup {
  label: string;
  kinds: NodeKind[];
}

/** The kinds as the palette and the picker list them. */
export const groupedKinds: readonly KindGroup[] = (["model", "flow", "data", "outside", "output"] as const).map(
  (group) => ({
    label: labels[group],
    kinds: nodeKinds.filter((kind) => nodeDefinitions[kind].group === group),
  }),
);

/** Everything by which a person may look for a kind, its label first, in lower case. */
export function kindKeywords(kind: NodeKind): string[] {
  const { label, description, aliases } = definitionOf(kind);
  return [label, kind, ...aliases, description].map((word) => word.toLowerCase());
}
