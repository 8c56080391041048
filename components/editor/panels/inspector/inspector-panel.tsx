"use client";

import { Sheet, SheetContent } from "@/components/ui/sheet";
import { useReveal } from "@/components/editor/canvas/use-reveal";
import { nodesById } from "@/components/editor/graph";
import { titleOf } from "@/components/editor/nodes/node-title";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { ResizeHandle } from "@/components/editor/panels/resize-handle";
import { useStoredSize } from "@/components/editor/panels/use-stored-size";
import { Inspector, InspectorTabs } from "./inspector";

/** The one node whose details are shown: the only selected one, once the pointer has let go of it. */
function useInspectedNodeId(): string | null {
  return useEditor(({ session }) => {
    if (session.selectedNodeIds.size !== 1 || session.drag) return null;
    const [only] = session.selectedNodeIds;
    return only ?? null;
  });
}

/** The inspector beside the canvas; without one selected node there is none. */
export function InspectorPanel() {
  const nodeId = useInspectedNodeId();
  useReveal(nodeId);
  const [width, setWidth] = useStoredSize("inspector", { initial: 360, least: 280, most: 640 });
  if (nodeId === null) return null;
  return (
    <div className="relative shrink-0 border-l border-border" style={{ width }}>
      <ResizeHandle label="Resize inspector" edge="left" size={width} onResize={setWidth} />
      <Inspector nodeId={nodeId} />
    </div>
  );
}

/** On a phone the node's details rise from the bottom, to read. */
export function NodeSheet() {
  const store = useEditorStore();
  const nodeId = useInspectedNodeId();
  const title = useEditor((state) => {
    const node = nodeId === null ? undefined : nodesById(state.graph).get(nodeId);
    return node ? titleOf(node) : "";
  });
  return (
    <Sheet open={nodeId !== null} onOpenChange={(isOpen) => (isOpen ? undefined : store.select({}))}>
      <SheetContent title={title} side="bottom">
        {nodeId === null ? null : <InspectorTabs nodeId={nodeId} />}
      </SheetContent>
    </Sheet>
  );
}
