"use client";

import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { KindTile } from "@/components/kinds/kind-tile";
import { nodeDefinitions } from "@/server/domain/nodes/registry";
import { groupedKinds, kindKeywords } from "@/components/editor/nodes/node-groups";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import type { CanvasActions } from "./canvas-actions";

/** The list of kinds that opens where a node is to be inserted or appended. */
export function NodePicker({ actions }: { actions: CanvasActions }) {
  const store = useEditorStore();
  const request = useEditor((state) => state.session.picker);
  if (!request) return null;
  const close = () => store.updateSession({ picker: null });
  const hasInput = request.join.type !== "none";
  return (
    <Popover open onOpenChange={(isOpen) => (isOpen ? undefined : close())}>
      <PopoverAnchor asChild>
        <span
          aria-hidden
          className="pointer-events-none fixed size-0"
          style={{ left: request.at.x, top: request.at.y }}
        />
      </PopoverAnchor>
      <PopoverContent aria-label="Add a node" className="w-64 p-0" side="right" align="center">
        <Command className="max-h-90" filter={rankKind}>
          <CommandInput placeholder="Find a node" aria-label="Find a node" />
          <CommandList>
            <CommandEmpty>No node is called that.</CommandEmpty>
            {groupedKinds.map((group) => (
              <CommandGroup key={group.label} heading={group.label}>
                {group.kinds
                  .filter((kind) => !hasInput || kind !== "start")
                  .map((kind) => (
                    <CommandItem
                      key={kind}
                      value={kind}
                      keywords={kindKeywords(kind)}
                      onSelect={() => {
                        close();
                        actions.pick(kind, request);
                      }}
                    >
                      <KindTile kind={kind} size="sm" />
                      {nodeDefinitions[kind].label}
                    </CommandItem>
                  ))}
              </CommandGroup>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

/** How well a kind fits what was typed: its name first, then its other names and words. Above 0 is shown, the highest first. */
function rankKind(_value: string, search: string, keywords: string[] = []): number {
  const typed = search.trim().toLowerCase();
  const [label = "", ...others] = keywords;
  if (label.startsWith(typed)) return 1;
  if (others.some((word) => word.startsWith(typed))) return 0.8;
  return keywords.some((word) => word.includes(typed)) ? 0.5 : 0;
}
