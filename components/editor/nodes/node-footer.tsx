"use client";

import { CircleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { firstIssueOf } from "@/components/editor/issues";
import { useEditor } from "@/components/editor/store-context";
import { NodeRunLine } from "./node-run-line";

/** What hangs below a node: what it did in the run under test, and what is wrong with it. */
export function NodeFooter({ nodeId }: { nodeId: string }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 top-full flex flex-col gap-0.5 pt-1">
      <NodeRunLine nodeId={nodeId} />
      <NodeProblem nodeId={nodeId} />
    </div>
  );
}

function NodeProblem({ nodeId }: { nodeId: string }) {
  const message = useEditor((state) => firstIssueOf(state.issues, nodeId)?.message);
  const isError = useEditor((state) => firstIssueOf(state.issues, nodeId)?.severity === "error");
  const hasRunState = useEditor((state) => state.run.nodes[nodeId] !== undefined);
  // After a run its states stand here; only what must be mended is said beside them.
  if (!message || (hasRunState && !isError)) return null;
  return (
    <p className={cn("flex items-start gap-1 text-xs", isError ? "text-failed" : "text-muted-foreground")}>
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="line-clamp-2">{message}</span>
    </p>
  );
}
