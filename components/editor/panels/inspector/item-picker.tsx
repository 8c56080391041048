"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { frameOf } from "@/server/domain/run/address";
import { wordsOfItem } from "@/components/editor/run/item-words";
import type { NodeRunView } from "@/components/editor/run/run-view";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

const noItems: Readonly<Record<string, NodeRunView>> = {};

/** The items that a node inside a container has run for, one of which is shown. The choice holds for the whole body. */
export function ItemPicker({ nodeId, address }: { nodeId: string; address: string }) {
  const store = useEditorStore();
  const graph = useEditor((state) => state.graph);
  const items = useEditor((state) => state.run.items[nodeId] ?? noItems);
  const addresses = Object.keys(items).toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const at = addresses.indexOf(address);
  const show = (next: string | undefined) => {
    if (next !== undefined) store.updateSession({ shownFrame: frameOf(next) });
  };
  return (
    <div className="flex items-center gap-1">
      <IconButton size="sm" label="Item before" disabled={at <= 0} onClick={() => show(addresses[at - 1])}>
        <ChevronLeft />
      </IconButton>
      <Select
        aria-label="Item"
        size="sm"
        className="min-w-0 flex-1"
        value={address}
        options={addresses.map((one) => ({
          value: one,
          label: `${wordsOfItem(graph, one)}: ${items[one]?.status ?? "pending"}`,
        }))}
        onValueChange={show}
      />
      <IconButton
        size="sm"
        label="Item after"
        disabled={at === addresses.length - 1}
        onClick={() => show(addresses[at + 1])}
      >
        <ChevronRight />
      </IconButton>
    </div>
  );
}
