"use client";

import { memo, use, type CSSProperties } from "react";
import type { NodeProps } from "@xyflow/react";
import { kindAppearance } from "@/components/kinds/kind-appearance";
import { KindTile } from "@/components/kinds/kind-tile";
import { cn } from "@/components/ui/cn";
import { resolveKind } from "@/server/domain/nodes/registry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { DetailContext } from "@/components/editor/canvas/detail-context";
import type { FlowNode } from "@/components/editor/canvas/flow-elements";
import { firstIssueOf } from "@/components/editor/issues";
import { useEditor } from "@/components/editor/store-context";
import { hasPortRows, portName } from "./geometry";
import { NodeHandles } from "./node-handles";
import { NodeFooter } from "./node-footer";
import { summaryOf } from "./node-summary";
import { titleOf } from "./node-title";
import { StatusStrip } from "./status-strip";

/**
 * A node on the canvas. It renders again for its own change alone: what it shows comes from its own part of the document, the
 * run and the issues, and its place on the canvas is the wrapper's business.
 */
export const WorkflowNodeView = memo(
  function WorkflowNodeView({ id, data, selected }: NodeProps<FlowNode>) {
    const isFar = use(DetailContext) === "far";
    const status = useEditor((state) => state.run.nodes[id]?.status);
    const severity = useEditor((state) => firstIssueOf(state.issues, id)?.severity);
    return (
      <div data-slot="workflow-node" data-status={status} className="relative size-full">
        <div
          className={cn(
            "size-full rounded-lg border bg-card",
            // What clips or moves by itself is dear where a thousand are in sight.
            !isFar && "overflow-hidden transition-[border-color,box-shadow,opacity]",
            selected ? "border-foreground ring-1 ring-foreground" : "border-input hover:border-neutral-8",
            severity === "error" && !selected && "border-failed-line",
            status === "skipped" && "opacity-55",
          )}
        >
          {isFar ? <FarCard node={data.node} /> : <NearCard node={data.node} ports={data.ports} />}
        </div>
        {isFar ? null : (
          <>
            <NodeHandles node={data.node} ports={data.ports} />
            <NodeFooter nodeId={id} />
          </>
        )}
      </div>
    );
  },
  (previous, next) => previous.data === next.data && previous.selected === next.selected,
);

/** Seen from far: one element in the kind's tint. Text, icon and handles could neither be read nor hit. */
function FarCard({ node }: { node: WorkflowNode }) {
  const kind = resolveKind(node.type);
  const style: CSSProperties & { "--hue"?: number } = kind ? { "--hue": kindAppearance[kind].hue } : {};
  return <div className={cn("size-full rounded-[inherit]", kind ? "hue-tile" : "bg-selected")} style={style} />;
}

function NearCard({ node, ports }: FlowNode["data"]) {
  return (
    <>
      <StatusStrip nodeId={node.id} />
      <div className="flex h-17.5 flex-col justify-center gap-1 px-3">
        <div className="flex items-center gap-2">
          <KindTile kind={resolveKind(node.type)} />
          <span className="truncate text-sm font-medium">{titleOf(node)}</span>
        </div>
        <p className="h-4 truncate text-xs text-muted-foreground">{summaryOf(node)}</p>
      </div>
      {hasPortRows(ports) ? (
        <ul aria-label="Ways out" className="border-t border-border/60">
          {ports.map((port) => (
            <li
              key={port.id}
              className={cn(
                "flex h-6.5 items-center justify-end px-3 text-xs text-muted-foreground",
                port.isMissing && "text-failed line-through",
              )}
            >
              <span className="truncate">{portName(port)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
