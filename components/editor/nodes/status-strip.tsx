"use client";

import { cn } from "@/components/ui/cn";
import { useEditor } from "@/components/editor/store-context";

const stripColours: Partial<Record<string, string>> = {
  running: "bg-running-solid",
  waiting: "bg-waiting-solid",
  completed: "bg-done-solid",
  failed: "bg-failed-solid",
};

/** The colour at the left edge only repeats the line below the card, which says the state in words. */
export function StatusStrip({ nodeId }: { nodeId: string }) {
  const status = useEditor((state) => state.run.nodes[nodeId]?.status);
  const colour = status && stripColours[status];
  return colour ? (
    <span aria-hidden className={cn("absolute inset-y-2 left-0 w-[3px] rounded-r-full", colour)} />
  ) : null;
}
