"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { Issue } from "@/server/domain/result";
import type { CanvasActions } from "@/components/editor/canvas/canvas-actions";
import { nodesById } from "@/components/editor/graph";
import { rank } from "@/components/editor/issues";
import { titleOf } from "@/components/editor/nodes/node-title";
import { useEditor } from "@/components/editor/store-context";

/** Everything that is wrong with the draft. A press goes to the place. */
export function ProblemsTab({ actions }: { actions: CanvasActions }) {
  const issues = useEditor((state) => state.issues);
  if (issues.length === 0) {
    return (
      <p className="flex items-center gap-2 px-3 py-4 text-sm text-muted-foreground">
        <CircleCheck aria-hidden className="size-4 text-done" />
        No problems. This draft can be published.
      </p>
    );
  }
  return <IssueList issues={issues} onGo={(issue) => goToIssue(actions, issue)} />;
}

/** Selects what an issue is about; an issue of the whole document is about nothing in particular. */
export function goToIssue(actions: CanvasActions, issue: Issue): void {
  if (issue.nodeId !== undefined) actions.focus({ nodeId: issue.nodeId });
  else if (issue.edgeId !== undefined) actions.focus({ edgeId: issue.edgeId });
}

export function IssueList({ issues, onGo }: { issues: readonly Issue[]; onGo: (issue: Issue) => void }) {
  const graph = useEditor((state) => state.graph);
  const sorted = issues.toSorted((a, b) => rank(a) - rank(b));
  return (
    <ul aria-label="Problems" className="py-1">
      {sorted.map((issue, index) => {
        const node = issue.nodeId === undefined ? undefined : nodesById(graph).get(issue.nodeId);
        return (
          <li key={`${index}:${issue.code}`}>
            <button
              type="button"
              className="flex w-full items-start gap-2 px-3 py-1 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
              onClick={() => onGo(issue)}
            >
              {issue.severity === "error" ? (
                <CircleAlert aria-label="Error" className="mt-0.5 size-4 shrink-0 text-failed" />
              ) : (
                <TriangleAlert aria-label="Warning" className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
              )}
              <span className="min-w-0 flex-1">
                {node && !issue.message.includes(titleOf(node)) ? (
                  <span className="font-medium">{titleOf(node)}: </span>
                ) : null}
                {issue.message}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
