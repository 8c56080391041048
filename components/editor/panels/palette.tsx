"use client";

import { useState } from "react";
import { KindTile } from "@/components/kinds/kind-tile";
import { SearchInput } from "@/components/ui/search-input";
import { Tooltip } from "@/components/ui/tooltip";
import { nodeDefinitions } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { CanvasActions } from "@/components/editor/canvas/canvas-actions";
import { groupedKinds, kindKeywords } from "@/components/editor/nodes/node-groups";
import { paletteDragType } from "./palette-drag";

/** The kinds of node, to drag onto the canvas or to add with a double click or Enter. */
export function Palette({ actions }: { actions: CanvasActions }) {
  const [query, setQuery] = useState("");
  const groups = groupedKinds
    .map((group) => ({ ...group, kinds: group.kinds.filter((kind) => matches(kind, query)) }))
    .filter((group) => group.kinds.length > 0);
  const first = groups[0]?.kinds[0];

  return (
    <aside
      aria-label="Nodes"
      data-slot="palette"
      className="flex h-full w-52 shrink-0 select-none flex-col border-r border-border bg-background"
    >
      <div className="p-2">
        <SearchInput
          label="Find a node"
          value={query}
          onValueChange={setQuery}
          onKeyDown={(event) => {
            if (event.key === "Enter" && first && query !== "") actions.add(first);
          }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {groups.map((group) => (
          <section key={group.label} aria-label={group.label}>
            <h2 className="px-1.5 pt-2.5 pb-1 text-xs text-muted-foreground">{group.label}</h2>
            {group.kinds.map((kind) => (
              <PaletteItem key={kind} kind={kind} onAdd={() => actions.add(kind)} />
            ))}
          </section>
        ))}
        {first ? null : (
          <p className="px-1.5 py-6 text-center text-xs text-muted-foreground">No node is called that.</p>
        )}
      </div>
    </aside>
  );
}

function PaletteItem({ kind, onAdd }: { kind: NodeKind; onAdd: () => void }) {
  const { label, description } = nodeDefinitions[kind];
  return (
    <Tooltip content={description} side="right">
      <button
        type="button"
        draggable
        aria-label={`Add ${label} node`}
        onDragStart={(event) => {
          event.dataTransfer.setData(paletteDragType, kind);
          event.dataTransfer.effectAllowed = "copy";
        }}
        onDoubleClick={onAdd}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onAdd();
        }}
        className="flex h-8 w-full cursor-grab items-center gap-2 rounded-md px-1.5 text-left text-sm transition-colors hover:bg-hover active:cursor-grabbing"
      >
        <KindTile kind={kind} size="sm" />
        <span className="truncate">{label}</span>
      </button>
    </Tooltip>
  );
}

function matches(kind: NodeKind, query: string): boolean {
  const words = query.trim().toLowerCase().split(/\s+/);
  const text = kindKeywords(kind).join(" ");
  return words.every((word) => text.includes(word));
}
