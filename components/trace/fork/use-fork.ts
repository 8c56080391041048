"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import type { CallChoice } from "@/server/domain/run/fork-record";

import { draftOf, readDraft, type ValueDraft } from "./value-draft";

/** What a person decides before a run is begun from a point: the value at the point, and what becomes of the calls after it. */
export function useFork(runId: string, address: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<ValueDraft>();
  const [choices, setChoices] = useState<Readonly<Record<string, CallChoice>>>({});
  const place = { address };
  const isEdited = draft !== undefined;
  const query = useQuery(
    trpc.traces.previewFork.queryOptions(
      { runId, place, isEdited },
      { staleTime: 0, retry: false, placeholderData: (previous) => previous },
    ),
  );
  const start = useMutation(
    trpc.traces.fork.mutationOptions({
      onSuccess: async ({ runId: forked }) => {
        await queryClient.invalidateQueries(trpc.runs.pathFilter());
        router.push(`/runs/${forked}`);
      },
    }),
  );
  const preview = query.data;
  const value = preview?.value ?? undefined;
  const read = value && draft ? readDraft(value, draft) : undefined;
  const choiceOf = (key: string, suggested: CallChoice) => choices[key] ?? suggested;
  return {
    query,
    preview,
    start,
    draft,
    read,
    choiceOf,
    beginEdit: () => setDraft(value && draftOf(value)),
    change: setDraft,
    leaveEdit: () => setDraft(undefined),
    choose: (key: string, choice: CallChoice) => setChoices((current) => ({ ...current, [key]: choice })),
    /** Whether the run can be begun as things stand. */
    isReady: preview !== undefined && !query.isFetching && (read === undefined || (read.ok && read.edit !== undefined)),
    submit: () => {
      if (!preview) return;
      const edit = read?.ok ? read.edit : undefined;
      start.mutate({
        runId,
        place,
        choices: Object.fromEntries(preview.calls.map(({ key, suggested }) => [key, choiceOf(key, suggested)])),
        ...(edit ? { edit } : {}),
      });
    },
  };
}
