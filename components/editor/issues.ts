import type { Issue } from "@/server/domain/result";

const indexes = new WeakMap<readonly Issue[], ReadonlyMap<string, readonly Issue[]>>();
const noIssues: readonly Issue[] = [];

function indexOf(issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  let index = indexes.get(issues);
  if (!index) {
    const next = new Map<string, Issue[]>();
    for (const issue of issues) {
      if (issue.nodeId === undefined) continue;
      const list = next.get(issue.nodeId);
      if (list) list.push(issue);
      else next.set(issue.nodeId, [issue]);
    }
    for (const list of next.values()) list.sort((a, b) => rank(a) - rank(b));
    index = next;
    indexes.set(issues, index);
  }
  return index;
}

/** Whether the draft may run and be published. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === "error");
}

/** Errors before warnings, and otherwise as they were found. */
export function rank(issue: Issue): number {
  return issue.severity === "error" ? 0 : 1;
}

export function issuesOf(issues: readonly Issue[], nodeId: string): readonly Issue[] {
  return indexOf(issues).get(nodeId) ?? noIssues;
}

/** The gravest issue of a node. */
export function firstIssueOf(issues: readonly Issue[], nodeId: string): Issue | undefined {
  return issuesOf(issues, nodeId)[0];
}

/** What is wrong with one field of a node's configuration, or undefined. */
export function fieldIssue(issues: readonly Issue[], nodeId: string, field: string): Issue | undefined {
  return issuesOf(issues, nodeId).find((issue) => {
    const path = issue.path ?? [];
    const start = path.indexOf("config");
    return path[start + 1] === field;
  });
}
