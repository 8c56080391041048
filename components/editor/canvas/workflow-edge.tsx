"use client";

import { memo, type KeyboardEvent, type MouseEvent } from "react";
import { BaseEdge, getSmoothStepPath, useReactFlow, type EdgeProps } from "@xyflow/react";
import { cn } from "@/components/ui/cn";
import { travelOf } from "@/components/editor/run/travel";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import type { FlowEdge } from "./flow-elements";

/** A smooth step with rounded corners. A run makes it move while the target works, and thicker where it went. */
export const WorkflowEdgeView = memo(function WorkflowEdgeView(props: EdgeProps<FlowEdge>) {
  const { id, source, sourceHandleId, target, selected, data } = props;
  const travel = useEditor((state) => travelOf(state.run, source, sourceHandleId ?? "", target));
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const [path, labelX, labelY] = getSmoothStepPath({ ...props, borderRadius: 10, offset: 24 });
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={24}
        className={cn(
          "!stroke-neutral-8 !stroke-[1.5] transition-[stroke]",
          travel === "taken" && "!stroke-done-solid !stroke-2",
          travel === "live" && "animate-edge !stroke-running-solid !stroke-[2.5]",
          travel === "dead" && "opacity-40",
          selected && "!stroke-foreground !stroke-2",
        )}
      />
      {isReadOnly ? null : <InsertButton edgeId={id} label={data?.label ?? ""} x={labelX} y={labelY} />}
    </>
  );
});

/** Appears on the middle of an edge under the pointer or in focus. */
function InsertButton({ edgeId, label, x, y }: { edgeId: string; label: string; x: number; y: number }) {
  const store = useEditorStore();
  const flow = useReactFlow();
  const open = () => {
    const at = flow.flowToScreenPosition({ x, y });
    store.updateSession({ picker: { at, position: { x, y }, join: { type: "edge", edgeId } } });
  };
  return (
    <g
      role="button"
      tabIndex={-1}
      aria-label={`Insert a node on the way from ${label}`}
      transform={`translate(${x} ${y})`}
      className="edge-insert cursor-pointer"
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        open();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        open();
      }}
    >
      <circle r={12} className="fill-transparent" />
      <circle r={9} className="fill-foreground" />
      <path d="M-4 0H4M0 -4V4" className="stroke-background" strokeWidth={1.5} strokeLinecap="round" />
    </g>
  );
}
