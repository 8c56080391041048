"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";

import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Json, JsonObject } from "@/server/domain/json";
import type { MergedEntry } from "@/server/domain/runtime-config/merge";

import { EntryIssues } from "./entry-issues";
import { choicesOf } from "./choices";
import { fieldSpecs, type FieldSpec, hasEffect, sectionWords } from "./field-specs";
import { FieldRow } from "./field-row";
import type { AgentsView } from "./types";
import type { AgentsDraft } from "./use-agents-draft";

interface EntryEditorProps {
  view: AgentsView;
  draft: AgentsDraft;
  entry: MergedEntry;
}

/** One agent, task, stage or tool with all of its fields. */
export function EntryEditor({ view, draft, entry }: EntryEditorProps) {
  const { section, key } = entry;
  const trpc = useTRPC();
  const info = useQuery(trpc.system.info.queryOptions());
  // A provider that cannot be asked for its models is no reason to complain: any name may be written.
  const models = useQuery(trpc.system.models.queryOptions(undefined, { retry: false, enabled: section === "agents" }));
  const defaultModel = info.data?.models.defaultModel;
  const values: JsonObject = entry.values;
  const override = draft.overrideOf(section, key);
  const specs: [string, FieldSpec][] = Object.entries(fieldSpecs[section]);
  const shown = specs.filter(([field]) => hasEffect(section, field, values) || Object.hasOwn(override, field));
  const title = typeof values.title === "string" && values.title !== "" ? values.title : key;

  function effectiveOf(field: string): Json {
    if (section === "workflow" && field === "after")
      return draft.examined.stages.find((stage) => stage.key === key)?.after ?? values.after ?? null;
    return values[field] ?? null;
  }

  return (
    <Card role="region" aria-label={`${sectionWords[section].one} ${key}`} className="@container min-w-0">
      <header className="flex min-h-12 flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2">
        <h2 className="min-w-0 text-sm font-semibold wrap-anywhere">{title}</h2>
        {title === key ? null : <code className="font-mono text-xs text-muted-foreground wrap-anywhere">{key}</code>}
        {entry.isTemplate ? null : (
          <>
            <Badge>Added here</Badge>
            {view.canEdit ? (
              <Button size="sm" variant="ghost" className="ml-auto" onClick={() => draft.removeEntry(section, key)}>
                <Trash2 aria-hidden />
                Remove
              </Button>
            ) : null}
          </>
        )}
      </header>
      <EntryIssues draft={draft} entry={entry} canEdit={view.canEdit} />
      {shown.map(([field, spec]) => (
        <FieldRow
          key={`${section}/${key}/${field}`}
          spec={spec}
          override={override[field] ?? undefined}
          effective={effectiveOf(field)}
          source={entry.sources[field] ?? "default"}
          inherited={Object.hasOwn(entry.template, field) ? "template" : "default"}
          whenEmpty={whenEmpty(field, defaultModel)}
          options={choicesOf(entry, field, draft.examined.entries, view.bindings)}
          suggestions={models.data ?? []}
          error={
            draft.issues.find(({ path }) => path?.[0] === section && path[1] === key && path[2] === field)?.message
          }
          isReadOnly={!view.canEdit}
          onChange={(value) => draft.setField(section, key, field, value)}
        />
      ))}
    </Card>
  );
}

/** What an empty value stands for. */
function whenEmpty(field: string, defaultModel: string | null | undefined): string {
  if (field === "model") return defaultModel ? `Default model, ${defaultModel}` : "Default model";
  if (field === "temperature" || field === "max_tokens") return "Left to the provider";
  if (field === "when") return "Always";
  if (field === "after") return "Begins the run";
  if (field === "expected_output") return "Free text";
  if (field === "tool_binding_id") return "None";
  return "Empty";
}
