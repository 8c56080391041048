"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { MergedEntry } from "@/server/domain/runtime-config/merge";
import type { RuntimeSection } from "@/server/domain/runtime-config/sections";

import { AddEntryDialog } from "./add-entry-dialog";
import { placeHref } from "./address";
import { sectionWords } from "./field-specs";
import type { AgentsDraft } from "./use-agents-draft";

interface EntryListProps {
  section: RuntimeSection;
  entries: readonly MergedEntry[];
  selected: string | undefined;
  draft: AgentsDraft;
  canEdit: boolean;
}

/** The entries of a section; each is a link to its own address. */
export function EntryList({ section, entries, selected, draft, canEdit }: EntryListProps) {
  const [isAdding, setAdding] = useState(false);
  const { title, one } = sectionWords[section];
  return (
    <nav aria-label={title} className="flex min-w-0 flex-col gap-0.5">
      <ul className="flex gap-0.5 overflow-x-auto sm:flex-col sm:overflow-visible">
        {entries.map((entry) => (
          <li key={entry.key} className="shrink-0">
            <EntryLink entry={entry} isCurrent={entry.key === selected} state={stateOf(entry, draft)} />
          </li>
        ))}
      </ul>
      {canEdit ? (
        <Button variant="ghost" size="sm" className="self-start" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          Add {one}
        </Button>
      ) : null}
      <AddEntryDialog
        section={section}
        taken={entries.map((entry) => entry.key)}
        isOpen={isAdding}
        onOpenChange={setAdding}
        onAdd={(key) => {
          draft.addEntry(section, key);
          window.history.replaceState(null, "", placeHref({ section, entry: key }));
        }}
      />
    </nav>
  );
}

type EntryState = "wrong" | "overridden" | undefined;

function stateOf({ section, key, row, isTemplate }: MergedEntry, draft: AgentsDraft): EntryState {
  const isWrong = draft.issues.some(
    ({ path, severity }) => severity === "error" && path?.[0] === section && path[1] === key,
  );
  if (isWrong) return "wrong";
  return !isTemplate || Object.keys(row).length > 0 ? "overridden" : undefined;
}

const stateWords = { wrong: "has an error", overridden: "has overrides" };

function EntryLink({ entry, isCurrent, state }: { entry: MergedEntry; isCurrent: boolean; state: EntryState }) {
  const { section, key, values } = entry;
  const title = "title" in values && values.title !== "" ? values.title : key;
  return (
    <Link
      href={placeHref({ section, entry: key })}
      replace
      scroll={false}
      aria-current={isCurrent ? "true" : undefined}
      className={cn(
        "flex min-h-8 items-center gap-2 rounded-md px-2.5 text-sm transition-colors hover:bg-hover",
        isCurrent ? "bg-selected font-medium text-foreground" : "text-muted-foreground",
      )}
    >
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {state ? (
        <>
          <span
            aria-hidden
            className={cn("size-1.5 shrink-0 rounded-full", state === "wrong" ? "bg-failed-solid" : "bg-running-solid")}
          />
          <span className="sr-only">{stateWords[state]}</span>
        </>
      ) : null}
    </Link>
  );
}
