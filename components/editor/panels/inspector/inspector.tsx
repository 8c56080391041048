"use client";

import { X } from "lucide-react";
import { KindTile } from "@/components/kinds/kind-tile";
import { IconButton } from "@/components/ui/icon-button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { definitionOf, resolveKind } from "@/server/domain/nodes/registry";
import { renameNode } from "@/components/editor/commands/rename-node";
import { useBurst } from "@/components/editor/fields/use-burst";
import { nodesById } from "@/components/editor/graph";
import { titleOf } from "@/components/editor/nodes/node-title";
import type { InspectorTab } from "@/components/editor/store";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { LastRunTab } from "./last-run-tab";
import { NotesTab } from "./notes-tab";
import { SetupTab } from "./setup-tab";

/** Everything about one node: how it is set up, what it did last, and what people wrote about it. */
export function Inspector({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const type = useEditor((state) => nodesById(state.graph).get(nodeId)?.type ?? "");
  const kind = resolveKind(type);
  return (
    <section aria-label="Inspector" data-slot="inspector" className="flex h-full min-h-0 flex-col bg-background">
      <header className="flex items-center gap-2 px-3 pt-2.5 pb-1">
        <KindTile kind={kind} />
        <TitleInput key={nodeId} nodeId={nodeId} />
        <IconButton size="sm" label="Close inspector" onClick={() => store.select({})}>
          <X />
        </IconButton>
      </header>
      <InspectorTabs nodeId={nodeId} />
    </section>
  );
}

export function InspectorTabs({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const tab = useEditor((state) => state.session.inspectorTab);
  const type = useEditor((state) => nodesById(state.graph).get(nodeId)?.type ?? "");
  const kind = resolveKind(type);
  return (
    <>
      <p className="px-3 pb-1 text-xs text-muted-foreground">
        {kind ? definitionOf(kind).description : `This version does not know the type ${type}.`}
      </p>
      <Tabs
        className="min-h-0 flex-1"
        value={tab}
        onValueChange={(next) => store.updateSession({ inspectorTab: tabOf(next) })}
      >
        <TabsList className="px-3">
          <TabsTrigger value="setup">Setup</TabsTrigger>
          <TabsTrigger value="last-run">Last run</TabsTrigger>
          <TabsTrigger value="notes">Notes</TabsTrigger>
        </TabsList>
        <TabsContent value="setup" className="overflow-y-auto">
          <SetupTab key={nodeId} nodeId={nodeId} kind={kind} />
        </TabsContent>
        <TabsContent value="last-run" className="overflow-y-auto">
          <LastRunTab nodeId={nodeId} />
        </TabsContent>
        <TabsContent value="notes" className="overflow-y-auto">
          <NotesTab key={nodeId} nodeId={nodeId} />
        </TabsContent>
      </Tabs>
    </>
  );
}

function TitleInput({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const title = useEditor((state) => nodesById(state.graph).get(nodeId)?.title ?? "");
  const fallback = useEditor((state) => {
    const node = nodesById(state.graph).get(nodeId);
    return node ? titleOf({ type: node.type }) : "";
  });
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const key = `title:${nodeId}`;
  const burst = useBurst(key);
  return (
    <input
      aria-label="Node title"
      className="h-7 min-w-0 flex-1 rounded-md border border-transparent bg-transparent px-1.5 text-sm font-semibold hover:border-input focus-visible:border-ring focus-visible:outline-none"
      value={title}
      placeholder={fallback}
      readOnly={isReadOnly}
      onBlur={burst.end}
      onChange={(event) => burst.commit((graph) => renameNode(graph, { nodeId, title: event.target.value }))}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key !== "Escape") return;
        // Escape takes back what was typed since the field was entered; the next one closes the inspector.
        event.preventDefault();
        store.bail();
        event.currentTarget.blur();
      }}
    />
  );
}

function tabOf(value: string): InspectorTab {
  return value === "last-run" || value === "notes" ? value : "setup";
}
