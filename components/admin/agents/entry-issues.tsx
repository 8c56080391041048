"use client";

import { CircleX } from "lucide-react";

import { Button } from "@/components/ui/button";
import type { MergedEntry } from "@/server/domain/runtime-config/merge";

import { fieldSpecs } from "./field-specs";
import type { AgentsDraft } from "./use-agents-draft";

interface EntryIssuesProps {
  draft: AgentsDraft;
  entry: MergedEntry;
  canEdit: boolean;
}

/** What is wrong with an entry beyond its fields. A stored field that is not known any more can be taken out here. */
export function EntryIssues({ draft, entry, canEdit }: EntryIssuesProps) {
  const { section, key } = entry;
  const beyond = draft.issues.filter(
    ({ path }) => path?.[0] === section && path[1] === key && !Object.hasOwn(fieldSpecs[section], String(path[2])),
  );
  if (beyond.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2 border-t border-border bg-failed-soft px-4 py-2.5 text-sm">
      {beyond.map((issue) => {
        const field = issue.path?.[2];
        return (
          <li key={issue.message} className="flex items-start gap-2">
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
            <span className="min-w-0 flex-1 wrap-anywhere">{issue.message}</span>
            {canEdit && issue.code === "unknown_field" && field !== undefined ? (
              <Button size="sm" onClick={() => draft.setField(section, key, String(field), undefined)}>
                Take it out
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
