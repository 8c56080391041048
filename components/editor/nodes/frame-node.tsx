"use client";

import { memo, use, type CSSProperties } from "react";
import { NodeResizeControl, type NodeProps } from "@xyflow/react";
import { kindAppearance } from "@/components/kinds/kind-appearance";
import { KindTile } from "@/components/kinds/kind-tile";
import { cn } from "@/components/ui/cn";
import { resolveKind } from "@/server/domain/nodes/registry";
import { frameLook } from "@/server/domain/workflow/frames";
import { DetailContext } from "@/components/editor/canvas/detail-context";
import type { FlowNode } from "@/components/editor/canvas/flow-elements";
import { resizeFrame } from "@/components/editor/commands/resize-frame";
import { bodyOf } from "@/components/editor/frames";
import { firstIssueOf } from "@/components/editor/issues";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { hasPortRows, portName, portRowHeight } from "./geometry";
import { NodeFooter } from "./node-footer";
import { NodeHandles } from "./node-handles";
import { summaryOf } from "./node-summary";
import { titleOf } from "./node-title";
import { StatusStrip } from "./status-strip";

/**
 * An iteration or a loop: a head that is taken to move it, and room for the nodes inside, which are drawn over it as nodes of
 * their own. It renders again for its own change alone, not while its body moves.
 */
export const FrameNodeView = memo(
  function FrameNodeView({ id, data, selected }: NodeProps<FlowNode>) {
    const isFar = use(DetailContext) === "far";
    const status = useEditor((state) => state.run.nodes[id]?.status);
    const severity = useEditor((state) => firstIssueOf(state.issues, id)?.severity);
    const isTarget = useEditor((state) => state.session.dropFrameId === id);
    const isReadOnly = useEditor((state) => state.session.isReadOnly);
    const { node, ports } = data;
    const kind = resolveKind(node.type);
    const style: CSSProperties & { "--hue"?: number } = kind ? { "--hue": kindAppearance[kind].hue } : {};
    return (
      <div data-slot="frame-node" data-status={status} className="relative size-full">
        <div
          style={style}
          className={cn(
            "size-full overflow-hidden rounded-lg border bg-card/45 transition-[border-color,box-shadow,background-color,opacity]",
            selected ? "border-foreground ring-1 ring-foreground" : "border-input",
            severity === "error" && !selected && "border-failed-line",
            isTarget && "border-ring bg-selected/60 ring-2 ring-ring",
            status === "skipped" && "opacity-55",
          )}
        >
          {isFar ? (
            <div className="hue-tile frame-head pointer-events-auto h-16 w-full" />
          ) : (
            <>
              <header
                className="frame-head pointer-events-auto relative flex cursor-grab items-center gap-2 border-b border-border bg-card px-3 active:cursor-grabbing"
                style={{ height: frameLook.head }}
              >
                <StatusStrip nodeId={id} />
                <KindTile kind={kind} />
                <span className="shrink-0 text-sm font-medium">{titleOf(node)}</span>
                <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground">{summaryOf(node)}</span>
              </header>
              {isReadOnly ? null : <EmptyHint nodeId={id} />}
              {hasPortRows(ports) ? <PortNames ports={ports} /> : null}
            </>
          )}
        </div>
        {isFar ? null : (
          <>
            <NodeHandles node={node} ports={ports} isFrame />
            {isReadOnly ? null : <ResizeCorner nodeId={id} />}
            <NodeFooter nodeId={id} />
          </>
        )}
      </div>
    );
  },
  (previous, next) => previous.data === next.data && previous.selected === next.selected,
);

/** The names of several ways out, each beside its handle. */
function PortNames({ ports }: Pick<FlowNode["data"], "ports">) {
  return (
    <ul aria-label="Ways out" className="absolute right-3 text-xs text-muted-foreground" style={{ top: 9 }}>
      {ports.map((port) => (
        <li
          key={port.id}
          className={cn("flex items-center justify-end bg-card/80 px-1", port.isMissing && "text-failed line-through")}
          style={{ height: portRowHeight }}
        >
          {portName(port)}
        </li>
      ))}
    </ul>
  );
}

function EmptyHint({ nodeId }: { nodeId: string }) {
  const isEmpty = useEditor((state) => bodyOf(state.graph, nodeId).length === 0);
  return isEmpty ? (
    <p
      className="pointer-events-none absolute inset-x-0 bottom-0 grid place-items-center px-6 text-center text-xs text-muted-foreground"
      style={{ top: frameLook.head }}
    >
      Drag nodes in here. They run for each round.
    </p>
  ) : null;
}

/** The corner by which a frame is made larger or smaller, down to what its body needs. */
function ResizeCorner({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  return (
    <NodeResizeControl
      position="bottom-right"
      minWidth={frameLook.width}
      minHeight={frameLook.height}
      className="pointer-events-auto !size-5 !border-0 !bg-transparent"
      onResize={(_, { width, height }) => store.updateSession({ resize: { nodeId, width, height } })}
      onResizeEnd={(_, { width, height }) => {
        store.commit((graph) => resizeFrame(graph, { nodeId, width, height }));
        store.updateSession({ resize: null });
      }}
    >
      <svg aria-hidden viewBox="0 0 20 20" className="absolute inset-0 size-5 stroke-neutral-9">
        <path d="M1 7 7 1M5 7l2-2" strokeWidth={1.25} strokeLinecap="round" />
      </svg>
    </NodeResizeControl>
  );
}
