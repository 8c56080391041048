"use client";

import { useSearchParams } from "next/navigation";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { MergedEntry } from "@/server/domain/runtime-config/merge";
import { runtimeSections, type RuntimeSection } from "@/server/domain/runtime-config/sections";

import { placeHref, readPlace } from "./address";
import { EntryEditor } from "./entry-editor";
import { EntryList } from "./entry-list";
import { sectionWords } from "./field-specs";
import { StagePreview } from "./stage-preview";
import type { AgentsView } from "./types";
import { type AgentsDraft, useAgentsDraft } from "./use-agents-draft";
import { useSaveKeys } from "./use-save-keys";

const sectionOrder: readonly RuntimeSection[] = ["workflow", ...runtimeSections.filter((name) => name !== "workflow")];

/** The page once it is loaded: what runs, and below it every entry with its overrides. */
export function AgentsWorkspace({ view }: { view: AgentsView }) {
  const draft = useAgentsDraft(view);
  useSaveKeys({ hasChanges: draft.changeCount > 0, save: draft.save });
  const place = readPlace(useSearchParams());
  const entries: readonly MergedEntry[] = draft.examined.entries[place.section];
  const entry = entries.find(({ key }) => key === place.entry) ?? entries[0];
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Agents" }]}
        aside={view.canEdit ? null : <Badge>Read only</Badge>}
        actions={view.canEdit ? <SaveActions draft={draft} /> : null}
      />
      <PageBody>
        <div className="mx-auto flex max-w-260 flex-col gap-4">
          {draft.isOutdated ? <OutdatedNotice onDiscard={draft.discard} /> : null}
          <StagePreview draft={draft} />
          <Tabs
            value={place.section}
            onValueChange={(next) => {
              const section = runtimeSections.find((name) => name === next);
              if (section) window.history.replaceState(null, "", placeHref({ section }));
            }}
          >
            <TabsList aria-label="Sections">
              {sectionOrder.map((section) => (
                <TabsTrigger key={section} value={section}>
                  {sectionWords[section].title}
                  <SectionMark section={section} draft={draft} />
                </TabsTrigger>
              ))}
            </TabsList>
            <TabsContent value={place.section} className="flex flex-col gap-4 pt-3">
              <p className="text-sm text-muted-foreground">{sectionWords[place.section].help}</p>
              <div className="grid gap-4 sm:grid-cols-[11rem_minmax(0,1fr)] sm:items-start">
                <EntryList
                  section={place.section}
                  entries={entries}
                  selected={entry?.key}
                  draft={draft}
                  canEdit={view.canEdit}
                />
                {entry ? (
                  <EntryEditor view={view} draft={draft} entry={entry} />
                ) : (
                  <EmptyState
                    title={`There are no ${sectionWords[place.section].title.toLowerCase()}`}
                    description={`Add a ${sectionWords[place.section].one} here, or write one into config/agents/${place.section}.yaml.`}
                  />
                )}
              </div>
            </TabsContent>
          </Tabs>
        </div>
      </PageBody>
    </>
  );
}

function SaveActions({ draft }: { draft: AgentsDraft }) {
  const { changeCount, canSave, isSaving } = draft;
  return (
    <>
      {changeCount > 0 ? (
        <Button size="sm" variant="ghost" disabled={isSaving} onClick={draft.discard}>
          Discard
        </Button>
      ) : null}
      <Button size="sm" variant="primary" disabled={!canSave} isBusy={isSaving} onClick={draft.save}>
        {changeCount > 1 ? `Save ${changeCount} changes` : "Save"}
      </Button>
    </>
  );
}

function OutdatedNotice({ onDiscard }: { onDiscard: () => void }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-waiting-line bg-waiting-soft px-4 py-2.5 text-sm"
    >
      <p className="min-w-0 flex-1">
        Somebody else has changed the agents since you began. Take their state, and repeat what you still want.
      </p>
      <Button size="sm" onClick={onDiscard}>
        Take their state
      </Button>
    </div>
  );
}

/** A dot on a section in which something is wrong. */
function SectionMark({ section, draft }: { section: RuntimeSection; draft: AgentsDraft }) {
  const isWrong = draft.issues.some(({ path, severity }) => severity === "error" && path?.[0] === section);
  if (!isWrong) return null;
  return (
    <>
      <span aria-hidden className="size-1.5 rounded-full bg-failed-solid" />
      <span className="sr-only">has an error</span>
    </>
  );
}
