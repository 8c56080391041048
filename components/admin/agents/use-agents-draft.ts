"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { z } from "zod";

import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import type { Issue } from "@/server/domain/result";
import { examineRuntimeConfig, type RuntimeExamination } from "@/server/domain/runtime-config/resolve-runtime-config";
import type { RuntimeRow } from "@/server/domain/runtime-config/merge";
import { applyChanges, changesBetween, type RowChange } from "@/server/domain/runtime-config/row-changes";
import type { RuntimeSection } from "@/server/domain/runtime-config/sections";

import type { AgentsView } from "./types";

interface Draft {
  rows: readonly RuntimeRow[];
  /** The stored rows that it was begun on. */
  base: { rows: readonly RuntimeRow[]; revision: string };
}

export interface AgentsDraft {
  /** What the rows as they are in the draft come to, worked out as the runs do it. */
  examined: RuntimeExamination;
  /** What is wrong: with the draft, and what the server found beside it at the last save. */
  issues: readonly Issue[];
  /** How many entries differ from what is stored. */
  changeCount: number;
  canSave: boolean;
  isSaving: boolean;
  /** Somebody else has saved since the draft was begun. */
  isOutdated: boolean;
  /** An entry's override as written, right or wrong. */
  overrideOf: (section: RuntimeSection, key: string) => JsonObject;
  /** Sets one field's override; undefined takes it back. */
  setField: (section: RuntimeSection, key: string, field: string, value: Json | undefined) => void;
  addEntry: (section: RuntimeSection, key: string) => void;
  removeEntry: (section: RuntimeSection, key: string) => void;
  discard: () => void;
  save: () => void;
}

/** The overrides while they are edited. Nothing is stored before Save; what was saved can be undone from the toast. */
export function useAgentsDraft(view: AgentsView): AgentsDraft {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>();
  const [refusal, setRefusal] = useState<{ rows: readonly RuntimeRow[]; issues: readonly Issue[] }>();
  const stored = { rows: view.rows, revision: view.revision };
  const base = draft?.base ?? stored;
  const rows = draft?.rows ?? view.rows;
  const examined = useMemo(() => examineRuntimeConfig(view.templates, rows), [view.templates, rows]);
  const changes = changesBetween(base.rows, rows);

  function keep(revision: string, savedRows: RuntimeRow[]): void {
    queryClient.setQueryData(trpc.runtimeConfig.get.queryKey(), (old) => old && { ...old, revision, rows: savedRows });
  }
  const undo = useMutation(
    trpc.runtimeConfig.save.mutationOptions({
      onSuccess: (saved) => {
        keep(saved.revision, saved.rows);
        toast.done("The agents are as they were");
      },
      onError: (error) => toast.failed("The change could not be undone", { description: error.message }),
    }),
  );
  const save = useMutation(
    trpc.runtimeConfig.save.mutationOptions({
      onSuccess: (saved) => {
        const back = changesBetween(saved.rows, base.rows);
        keep(saved.revision, saved.rows);
        // What was typed while it was being saved stays, on top of what is now stored.
        setDraft((now) => (now === undefined || now.rows === rows ? undefined : { rows: now.rows, base: saved }));
        toast.done("The agents are saved", {
          description: "The next run without an app uses them.",
          action: {
            label: "Undo",
            onClick: () => undo.mutate({ expectedRevision: saved.revision, changes: back }),
          },
        });
      },
      onError: (error) => {
        setRefusal({ rows, issues: issuesOf(error.data) });
        toast.failed("The agents could not be saved", { description: error.message });
        void queryClient.invalidateQueries(trpc.runtimeConfig.get.queryFilter());
      },
    }),
  );

  const issues = [...examined.issues, ...(refusal?.rows === rows ? refusal.issues : [])];
  const isOutdated = draft !== undefined && !save.isPending && draft.base.revision !== view.revision;
  const canSave =
    view.canEdit && changes.length > 0 && !isOutdated && issues.every((issue) => issue.severity !== "error");

  function change(one: RowChange): void {
    const next = applyChanges(rows, [one], view.templates);
    setDraft(changesBetween(base.rows, next).length === 0 ? undefined : { rows: next, base });
  }

  return {
    examined,
    issues,
    changeCount: changes.length,
    canSave,
    isSaving: save.isPending,
    isOutdated,
    overrideOf: (section, key) => configOf(rows, section, key),
    setField: (section, key, field, value) => {
      const { [field]: _previous, ...others } = configOf(rows, section, key);
      change({ section, key, config: value === undefined ? others : { ...others, [field]: value } });
    },
    addEntry: (section, key) => change({ section, key, config: {} }),
    removeEntry: (section, key) => change({ section, key, config: null }),
    discard: () => setDraft(undefined),
    save: () => {
      if (canSave && !save.isPending) save.mutate({ expectedRevision: base.revision, changes });
    },
  };
}

function configOf(rows: readonly RuntimeRow[], section: RuntimeSection, key: string): JsonObject {
  const config = rows.find((row) => row.section === section && row.key === key)?.config;
  return isJsonObject(config) ? config : {};
}

const refusalSchema = z.object({
  details: z.object({
    issues: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(["error", "warning"]),
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])),
      }),
    ),
  }),
});

/** What the server found wrong, where its refusal says so. */
function issuesOf(data: unknown): Issue[] {
  const parsed = refusalSchema.safeParse(data);
  return parsed.success ? parsed.data.details.issues : [];
}
