"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { moveNodes } from "@/components/editor/commands/move-nodes";
import { carryBodies } from "@/components/editor/commands/drop-nodes";
import { setParent } from "@/components/editor/commands/set-parent";
import { firstPlaceIn, framesOf, refuseParent } from "@/components/editor/frames";
import { nodesById, nodeSize, type Graph } from "@/components/editor/graph";
import { titleOf } from "@/components/editor/nodes/node-title";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

/** Stands for "in no container": an option's value must not be empty. */
const outside = "outside of all";

/** What a node lies in, for those who do not drag it there. */
export function ParentField({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const graph = useEditor((state) => state.graph);
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const parentId = nodesById(graph).get(nodeId)?.parent_id;
  const containers = [...framesOf(graph).keys()].filter(
    (id) => id === parentId || refuseParent(graph, nodeId, id) === null,
  );
  if (containers.length === 0) return null;
  const options = [
    { value: outside, label: "The workflow itself" },
    ...containers.map((id) => ({
      value: id,
      label: titleOf(nodesById(graph).get(id) ?? { type: id }),
      description: id,
    })),
  ];
  return (
    <Field label="Lies in" help="Edges that would cross the border then are taken away.">
      {(control) => (
        <Select
          {...control}
          value={parentId ?? outside}
          options={options}
          disabled={isReadOnly}
          onValueChange={(next) =>
            store.commit((before) => moveInto(before, nodeId, next === outside ? undefined : next))
          }
        />
      )}
    </Field>
  );
}

/** The node below what already lies in the frame, or below the frame that it leaves. */
function moveInto(graph: Graph, nodeId: string, parentId: string | undefined): Graph {
  const after = setParent(graph, { nodeIds: new Set([nodeId]), parentId });
  if (after === graph) return graph;
  const left = nodesById(graph).get(nodeId)?.parent_id;
  const frame = framesOf(graph).get(parentId ?? left ?? "");
  if (!frame) return after;
  const hasBody = graph.nodes.some((node) => node.parent_id === parentId);
  const inside = firstPlaceIn(frame);
  const place =
    parentId === undefined
      ? { x: frame.x, y: frame.y + frame.height + nodeSize.gapY }
      : { x: inside.x, y: hasBody ? frame.y + frame.height : inside.y };
  return moveNodes(after, carryBodies(after, new Map([[nodeId, place]])));
}
