"use client";

import { Handle, Position, useReactFlow } from "@xyflow/react";
import { Plus } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { edgesFrom, nodeSize, portOf } from "@/components/editor/graph";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { cardHeight, inputCentre, type NodePort, portCentre } from "./geometry";
import { hasInputHandle } from "./node-ports";
import { titleOf } from "./node-title";

/** A 10 px dot whose `after` layer takes the pointer 24 px wide. */
const handleClasses =
  "pointer-events-auto !size-2.5 !rounded-full !border-[1.5px] !border-neutral-9 !bg-card transition-colors after:absolute after:-inset-[7px] after:rounded-full hover:!border-foreground";

interface NodeHandlesProps {
  node: WorkflowNode;
  ports: readonly NodePort[];
  /** A frame has its handles beside its head. */
  isFrame?: boolean;
}

export function NodeHandles({ node, ports, isFrame = false }: NodeHandlesProps) {
  const title = titleOf(node);
  return (
    <>
      {hasInputHandle(node) ? (
        <Handle
          type="target"
          position={Position.Left}
          role="img"
          aria-label={`Input of ${title}`}
          className={handleClasses}
          style={{ top: inputCentre(isFrame) }}
        />
      ) : null}
      {ports.map((port, index) => (
        <SourceHandle
          key={port.id}
          nodeId={node.id}
          title={title}
          port={port}
          top={portCentre(ports, index, isFrame)}
        />
      ))}
    </>
  );
}

interface SourceHandleProps {
  nodeId: string;
  title: string;
  port: NodePort;
  top: number;
}

/** A way out: drag from it to connect, press it to add the next node. An open one is hollow, a joined one filled. */
function SourceHandle({ nodeId, title, port, top }: SourceHandleProps) {
  const store = useEditorStore();
  const flow = useReactFlow();
  const isJoined = useEditor((state) => edgesFrom(state.graph, nodeId).some((edge) => portOf(edge) === port.id));
  const isReadOnly = useEditor((state) => state.session.isReadOnly);

  const openPicker = (event: MouseEvent) => {
    event.stopPropagation();
    const node = flow.getInternalNode(nodeId);
    if (!node) return;
    const { x, y } = node.internals.positionAbsolute;
    store.updateSession({
      picker: {
        at: { x: event.clientX, y: event.clientY },
        position: {
          x: x + (node.measured.width ?? nodeSize.width) + nodeSize.gapX,
          y: y + (top > cardHeight ? top - cardHeight / 2 : 0),
        },
        join: { type: "port", nodeId, port: port.id },
      },
    });
  };

  return (
    <Handle
      type="source"
      id={port.id}
      position={Position.Right}
      role="group"
      aria-label={`Output ${port.id} of ${title}`}
      className={cn(
        handleClasses,
        "group/handle",
        isJoined && "!bg-neutral-9",
        port.isMissing && "!border-failed-solid",
      )}
      style={{ top }}
    >
      {isReadOnly || port.isMissing ? null : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Add a node after ${title}${branchSuffix(port)}`}
          onClick={openPicker}
          className="absolute -inset-[9px] z-10 grid scale-50 place-items-center rounded-full bg-foreground text-background opacity-0 transition group-hover/handle:scale-100 group-hover/handle:opacity-100 focus-visible:scale-100 focus-visible:opacity-100"
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      )}
    </Handle>
  );
}

function branchSuffix(port: NodePort): string {
  return port.label ? ` on ${port.label}` : "";
}
