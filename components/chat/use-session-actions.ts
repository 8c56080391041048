"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";

import { chatHref, sessionIdOf } from "./conversation-address";
import type { SessionDetail, SessionItem, SessionList } from "./types";

interface Undoable {
  lists: [QueryKey, SessionList | undefined][];
  detail: SessionDetail | undefined;
}

interface SessionActions {
  rename: (session: { id: string; title: string }) => void;
  pin: (session: { id: string; isPinned: boolean }) => void;
  remove: (session: { id: string }) => void;
}

/**
 * What can be done to a conversation. It changes at once wherever it is shown; when the server refuses, it is put back and a
 * toast says why.
 */
export function useSessionActions(): SessionActions {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const lists = trpc.sessions.list.pathFilter();

  async function change(id: string, changed: Partial<SessionItem> | null): Promise<Undoable> {
    const key = trpc.sessions.get.queryKey({ id });
    await Promise.all([queryClient.cancelQueries(lists), queryClient.cancelQueries({ queryKey: key })]);
    const undoable = { lists: queryClient.getQueriesData<SessionList>(lists), detail: queryClient.getQueryData(key) };
    queryClient.setQueriesData<SessionList>(lists, (list) =>
      changed === null
        ? list?.filter((item) => item.id !== id)
        : list?.map((item) => (item.id === id ? { ...item, ...changed } : item)),
    );
    if (changed !== null) queryClient.setQueryData(key, (detail) => (detail ? { ...detail, ...changed } : detail));
    return undoable;
  }

  function putBack(title: string, id: string, error: { message: string }, undoable: Undoable | undefined): void {
    for (const [key, list] of undoable?.lists ?? []) queryClient.setQueryData(key, list);
    if (undoable?.detail) queryClient.setQueryData(trpc.sessions.get.queryKey({ id }), undoable.detail);
    toast.failed(title, { description: error.message });
  }

  const refresh = (id: string) =>
    Promise.all([
      queryClient.invalidateQueries(lists),
      queryClient.invalidateQueries(trpc.sessions.get.queryFilter({ id })),
    ]);

  const rename = useMutation(
    trpc.sessions.rename.mutationOptions({
      onMutate: ({ id, title }) => change(id, { title }),
      onError: (error, { id }, undoable) => putBack("The conversation keeps its name", id, error, undoable),
      onSettled: (_data, _error, { id }) => refresh(id),
    }),
  );
  const pin = useMutation(
    trpc.sessions.pin.mutationOptions({
      onMutate: ({ id, isPinned }) => change(id, { isPinned }),
      onError: (error, { id }, undoable) => putBack("The conversation stays where it is", id, error, undoable),
      onSettled: (_data, _error, { id }) => refresh(id),
    }),
  );
  const remove = useMutation(
    trpc.sessions.delete.mutationOptions({
      onMutate: ({ id }) => change(id, null),
      onSuccess: (_data, { id }) => {
        if (sessionIdOf(window.location.pathname) === id) router.push(chatHref());
        queryClient.removeQueries(trpc.sessions.get.queryFilter({ id }));
      },
      onError: (error, { id }, undoable) => putBack("The conversation could not be deleted", id, error, undoable),
      onSettled: () => queryClient.invalidateQueries(lists),
    }),
  );

  return { rename: rename.mutate, pin: pin.mutate, remove: remove.mutate };
}
