import { containerKindOf } from "@/server/domain/workflow/containers";
import { frameLook } from "@/server/domain/workflow/frames";
import type { Workflow, WorkflowNode } from "@/server/domain/workflow/schema";
import { nodeSize, type Point } from "./graph";
import { layeredLayout } from "./layered-layout";

type Document = Pick<Workflow, "nodes" | "edges">;

/**
 * Lays a whole document out: every body by itself, and around it the graph that its container stands in, with as much room as
 * the body takes. Places are absolute; a container's is its frame's corner.
 * @param heightOf the height in pixels of a node that is no container
 */
export function nestedLayout(document: Document, heightOf: (nodeId: string) => number): Map<string, Point> {
  const known = new Set(document.nodes.map((node) => node.id));
  // A node whose container is gone is laid out with what lies outside of all.
  const bodies = Map.groupBy(document.nodes, (node) =>
    node.parent_id !== undefined && known.has(node.parent_id) ? node.parent_id : undefined,
  );
  const places = new Map<string, Point>();
  const sizes = new Map<string, { width: number; height: number }>();
  const insides = new Map<string | undefined, ReadonlyMap<string, Point>>();

  const measure = (containerId: string | undefined, nodes: readonly WorkflowNode[]): void => {
    for (const node of nodes) {
      if (sizes.has(node.id)) continue;
      sizes.set(node.id, { width: nodeSize.width, height: heightOf(node.id) });
      const body = bodies.get(node.id);
      if (body) measure(node.id, body);
      if (containerKindOf(node)) sizes.set(node.id, frameSize(insides.get(node.id), sizes));
    }
    const sizeOf = (id: string) => sizes.get(id) ?? nodeSize;
    insides.set(containerId, layeredLayout({ nodes: [...nodes], edges: document.edges }, sizeOf));
  };
  const settle = (containerId: string | undefined, corner: Point): void => {
    for (const [id, { x, y }] of insides.get(containerId) ?? []) {
      if (places.has(id)) continue;
      const place = { x: corner.x + x, y: corner.y + y };
      places.set(id, place);
      if (insides.has(id))
        settle(id, { x: place.x + frameLook.padding, y: place.y + frameLook.head + frameLook.padding });
    }
  };

  measure(undefined, bodies.get(undefined) ?? []);
  settle(undefined, { x: 0, y: 0 });
  // Containers that lie in each other in a circle are reached from nowhere.
  const stranded = document.nodes.filter((node) => !places.has(node.id));
  if (stranded.length > 0) {
    for (const [id, place] of layeredLayout({ nodes: stranded, edges: document.edges }, () => nodeSize)) {
      places.set(id, place);
    }
  }
  return places;
}

function frameSize(
  body: ReadonlyMap<string, Point> | undefined,
  sizes: ReadonlyMap<string, { width: number; height: number }>,
): { width: number; height: number } {
  let { width, height }: { width: number; height: number } = frameLook;
  for (const [id, { x, y }] of body ?? []) {
    const size = sizes.get(id) ?? nodeSize;
    width = Math.max(width, x + size.width + 2 * frameLook.padding);
    height = Math.max(height, y + size.height + 2 * frameLook.padding + frameLook.head);
  }
  return { width, height };
}
