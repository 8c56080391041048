"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { useEffect, useState } from "react";
import superjson from "superjson";
import { useTRPC } from "@/components/trpc/client";
import type { AppRouter } from "@/server/trpc/root";
import { createAutosave, type Autosave, type SaveDraft } from "./autosave";
import { dropBackup, keepBackup, type DraftBackup } from "./draft-backup";
import { saveOutcomeOf } from "./save-outcome";
import type { EditorStore } from "./store";

/** Browsers refuse larger bodies on requests that outlive their page. */
const keepaliveLimit = 60_000;

/** A save is finished by the browser even when the page that sent it is gone. */
const client = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: "/api/trpc",
      transformer: superjson,
      fetch: (url, options) => {
        const body = typeof options?.body === "string" ? options.body : "";
        return fetch(url, { method: "POST", headers: options?.headers, body, keepalive: body.length < keepaliveLimit });
      },
    }),
  ],
});

/**
 * Saves the draft of this store to the server while the editor is mounted, and once more when the page is left. What could not
 * be sent is kept in the browser.
 */
export function useAutosave(store: EditorStore, workflow: { id: string; draftVersion: number }): Autosave {
  const trpc = useTRPC();
  const queryClient = useQueryClient();

  const [autosave] = useState(() => {
    const save: SaveDraft = async ({ draft, expectedVersion }) => {
      try {
        const saved = await client.workflows.saveDraft.mutate({ id: workflow.id, expectedVersion, draft });
        // The page may be opened again from the cache, which must then not show an older draft.
        queryClient.setQueryData(trpc.workflows.get.queryKey({ id: workflow.id }), (cached) =>
          cached ? { ...cached, draft, draftVersion: saved.draftVersion, updatedAt: saved.savedAt } : cached,
        );
        return { type: "saved", draftVersion: saved.draftVersion, at: saved.savedAt.getTime() };
      } catch (error) {
        return saveOutcomeOf(error);
      }
    };
    return createAutosave(store, { version: workflow.draftVersion, save });
  });

  useEffect(() => {
    const stop = autosave.start();
    return () => {
      stop();
      if (!autosave.hasUnsaved()) return;
      // The next visit must neither see the older draft of the cache nor depend on this save having arrived.
      keepBackup(workflow.id, backupOf(autosave, store));
      queryClient.removeQueries(trpc.workflows.get.queryFilter({ id: workflow.id }));
      void autosave.flush();
    };
  }, [autosave, store, workflow.id, queryClient, trpc]);

  useEffect(() => {
    const keep = () => keepBackup(workflow.id, backupOf(autosave, store));
    const unsubscribe = autosave.state.subscribe(({ status }) => {
      if (status === "saved") dropBackup(workflow.id);
      if (status === "failed" || status === "conflict") keep();
    });
    // Leaving is told by either event, and on phones only by the first.
    const onLeave = () => {
      if (!autosave.hasUnsaved()) return;
      keep();
      void autosave.flush();
    };
    const onVisibility = () => {
      if (document.visibilityState === "hidden") onLeave();
    };
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onLeave);
    return () => {
      unsubscribe();
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onLeave);
    };
  }, [autosave, store, workflow.id]);

  return autosave;
}

const backupOf = (autosave: Autosave, store: EditorStore): DraftBackup => ({
  expectedVersion: autosave.version(),
  draft: store.getState().graph,
  unanswered: [...autosave.unanswered()],
});
