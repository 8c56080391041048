"use client";

import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/search-input";
import type { Json } from "@/server/domain/json";

import { CopyButton } from "./copy-button";
import { type JsonRow, jsonRows } from "./json-rows";

const pageOfLines = 300;
const longestText = 400;
/** From this many lines on, a search is worth its place. */
const worthSearching = 12;

/** JSON as a tree that folds, can be searched and copied. Long lists are drawn a part at a time. */
export function JsonView({ value, name }: { value: Json; name: string }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set<string>());
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState(pageOfLines);
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const rows = useMemo(() => jsonRows(value, toggled, query), [value, toggled, query]);
  const isSearchable = query !== "" || countLines(text) > worthSearching;
  const matches = rows.filter((row) => row.isMatch).length;

  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };

  return (
    <div className="rounded-lg border border-border bg-card">
      <div className="flex items-center gap-2 border-b border-border py-1 pr-1 pl-3">
        {isSearchable ? (
          <SearchInput
            label={`Search in ${name}`}
            placeholder="Search keys and values"
            value={query}
            onValueChange={(next) => {
              setQuery(next);
              setToggled(new Set());
            }}
            className="-ml-2 min-w-0 flex-1"
          />
        ) : (
          <span className="flex-1 text-xs text-muted-foreground">JSON</span>
        )}
        {query === "" ? null : (
          <span role="status" className="figures text-xs whitespace-nowrap text-muted-foreground">
            {matches === 1 ? "1 match" : `${matches} matches`}
          </span>
        )}
        <CopyButton label={`Copy ${name}`} text={text} />
      </div>
      <div className="overflow-x-auto py-1.5 font-mono text-xs">
        {rows.slice(0, shown).map((row) => (
          <JsonLine key={row.path} row={row} onToggle={toggle} />
        ))}
      </div>
      {rows.length > shown ? (
        <Button variant="ghost" size="sm" className="m-1.5" onClick={() => setShown(shown + pageOfLines * 2)}>
          Show more of {rows.length - shown} lines
        </Button>
      ) : null}
    </div>
  );
}

function JsonLine({ row, onToggle }: { row: JsonRow; onToggle: (path: string) => void }) {
  const { path, depth, label, value, size, isOpen, isMatch } = row;
  const isFoldable = size !== undefined && size > 0;
  const name = label === undefined ? null : <span className="text-muted-foreground">{label}: </span>;
  const line = cn("flex w-full items-start pr-3 text-left leading-5", isMatch && "bg-waiting-soft");
  const style = { paddingLeft: 8 + depth * 14 };
  if (isFoldable) {
    return (
      <button
        type="button"
        aria-expanded={isOpen}
        className={cn(line, "hover:bg-hover")}
        style={style}
        onClick={() => onToggle(path)}
      >
        <ChevronRight
          aria-hidden
          className={cn("mt-1 mr-1 size-3 shrink-0 text-muted-foreground", isOpen && "rotate-90")}
        />
        <span>
          {name}
          <span className="text-muted-foreground">{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>
        </span>
      </button>
    );
  }
  return (
    <div className={line} style={style}>
      <span className="mr-1 w-3 shrink-0" />
      <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">
        {name}
        <Scalar value={value} />
      </span>
    </div>
  );
}

function Scalar({ value }: { value: Json }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== "string") return <span className="text-running">{JSON.stringify(value)}</span>;
  if (value.length <= longestText || isWhole) return <span>{JSON.stringify(value)}</span>;
  return (
    <>
      <span>{`${JSON.stringify(value.slice(0, longestText)).slice(0, -1)}…`}</span>{" "}
      <button
        type="button"
        className="rounded-sm text-muted-foreground underline underline-offset-2 hover:text-foreground"
        onClick={() => setWhole(true)}
      >
        all {value.length} characters
      </button>
    </>
  );
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
