"use client";

import { useState, type ReactNode } from "react";
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuTrigger,
} from "@/components/ui/context-menu";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import type { CanvasActions } from "./canvas-actions";
import { setEdgeCondition } from "@/components/editor/commands/set-edge-condition";
import { edgeById, nodesById, portOf, type Point } from "@/components/editor/graph";
import { portName } from "@/components/editor/nodes/geometry";
import { portsToDraw } from "@/components/editor/nodes/node-ports";

type Target = { type: "pane" } | { type: "nodes" } | { type: "edge"; edgeId: string };

interface CanvasMenuProps {
  actions: CanvasActions;
  toFlow: (point: Point) => Point;
  children: ReactNode;
}

/** The menu of the right button: about the node, the selection, the edge or the empty canvas under the pointer. */
export function CanvasMenu({ actions, toFlow, children }: CanvasMenuProps) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const [target, setTarget] = useState<Target>({ type: "pane" });
  const [at, setAt] = useState<Point>({ x: 0, y: 0 });

  const aim = (element: Element | null) => {
    const nodeId = element?.closest(".react-flow__node")?.getAttribute("data-id");
    if (nodeId) {
      if (!store.getState().session.selectedNodeIds.has(nodeId)) store.select({ nodeIds: [nodeId] });
      return setTarget({ type: "nodes" });
    }
    if (element?.closest(".react-flow__nodesselection")) return setTarget({ type: "nodes" });
    const id = element?.closest(".react-flow__edge")?.getAttribute("data-id");
    if (!id || !edgeById(store.getState().graph, id)) return setTarget({ type: "pane" });
    store.select({ edgeIds: [id] });
    setTarget({ type: "edge", edgeId: id });
  };

  return (
    <ContextMenu>
      <ContextMenuTrigger
        asChild
        disabled={isReadOnly}
        onContextMenu={(event) => {
          setAt({ x: event.clientX, y: event.clientY });
          aim(event.target instanceof Element ? event.target : null);
        }}
      >
        {children}
      </ContextMenuTrigger>
      <ContextMenuContent>
        {target.type === "pane" ? (
          <PaneItems
            actions={actions}
            onAdd={() => store.updateSession({ picker: { at, position: toFlow(at), join: { type: "none" } } })}
            onPaste={() => void pasteFromClipboard(actions, toFlow(at))}
          />
        ) : null}
        {target.type === "nodes" ? <NodeItems actions={actions} /> : null}
        {target.type === "edge" ? (
          <>
            <ContextMenuItem
              onSelect={() =>
                store.updateSession({
                  picker: { at, position: toFlow(at), join: { type: "edge", edgeId: target.edgeId } },
                })
              }
            >
              Insert a node
            </ContextMenuItem>
            <BranchItems edgeId={target.edgeId} />
            <ContextMenuSeparator />
            <DeleteItem actions={actions} />
          </>
        ) : null}
      </ContextMenuContent>
    </ContextMenu>
  );
}

function PaneItems({ actions, onAdd, onPaste }: { actions: CanvasActions; onAdd: () => void; onPaste: () => void }) {
  return (
    <>
      <ContextMenuItem onSelect={onAdd}>Add a node here</ContextMenuItem>
      <ContextMenuItem onSelect={onPaste}>
        Paste <Shortcut keys="V" isCommand />
      </ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem onSelect={actions.selectAll}>
        Select all <Shortcut keys="A" isCommand />
      </ContextMenuItem>
      <ContextMenuItem onSelect={actions.tidy}>Tidy up</ContextMenuItem>
      <ContextMenuItem onSelect={actions.fit}>
        Fit to view <Shortcut keys="F" />
      </ContextMenuItem>
    </>
  );
}

function NodeItems({ actions }: { actions: CanvasActions }) {
  const copy = () => {
    const text = actions.copySelection();
    if (text) void writeClipboard(text);
  };
  return (
    <>
      <ContextMenuItem onSelect={copy}>
        Copy <Shortcut keys="C" isCommand />
      </ContextMenuItem>
      <ContextMenuItem onSelect={actions.duplicateSelection}>
        Duplicate <Shortcut keys="D" isCommand />
      </ContextMenuItem>
      <ContextMenuSeparator />
      <DeleteItem actions={actions} />
    </>
  );
}

/** The other ways out of the edge's source, to let the edge leave by one of them. */
function BranchItems({ edgeId }: { edgeId: string }) {
  const store = useEditorStore();
  const { graph } = store.getState();
  const edge = edgeById(graph, edgeId);
  const source = edge && nodesById(graph).get(edge.source);
  if (!edge || !source) return null;
  const others = portsToDraw(graph, source).filter((port) => !port.isMissing && port.id !== portOf(edge));
  return others.map((port) => (
    <ContextMenuItem
      key={port.id}
      onSelect={() => store.commit((before) => setEdgeCondition(before, { edgeId, port: port.id }))}
    >
      Leave by {portName(port)}
    </ContextMenuItem>
  ));
}

function DeleteItem({ actions }: { actions: CanvasActions }) {
  return (
    <ContextMenuItem isDangerous onSelect={actions.deleteSelection}>
      Delete <Shortcut keys="⌫" />
    </ContextMenuItem>
  );
}

function Shortcut({ keys, isCommand = false }: { keys: string; isCommand?: boolean }) {
  return (
    <span className="ml-auto flex gap-0.5 pl-4">
      {isCommand ? <Kbd>Ctrl</Kbd> : null}
      <Kbd>{keys}</Kbd>
    </span>
  );
}

async function writeClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toast.failed("The browser did not allow copying.", { description: "Use Ctrl+C or Cmd+C instead." });
  }
}

async function pasteFromClipboard(actions: CanvasActions, at: Point): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    if (!actions.paste(text, at)) toast.note("The clipboard holds no nodes.");
  } catch {
    toast.failed("The browser did not allow pasting.", { description: "Use Ctrl+V or Cmd+V instead." });
  }
}
