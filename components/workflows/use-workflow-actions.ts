"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";

import type { WorkflowList } from "./types";

interface Undoable {
  /** Every cached list as it was before the change. */
  before: [QueryKey, WorkflowList | undefined][];
  /** The workflow's name at that time, for the words afterwards. */
  name: string;
}

interface WorkflowActions {
  rename: (workflow: { id: string; name: string }) => void;
  duplicate: (workflow: { id: string }) => void;
  archive: (workflow: { id: string }) => void;
  restore: (workflow: { id: string }) => void;
}

/**
 * What can be done to a workflow in the list. Lists change at once; when the server refuses they are put back and a toast says why.
 * Archiving offers Undo. The callbacks belong to the mutations, not to the calls: the card that calls may be gone by then.
 */
export function useWorkflowActions(): WorkflowActions {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const lists = trpc.workflows.list.pathFilter();
  const refresh = () => queryClient.invalidateQueries(lists);

  async function changeLists(id: string, change: (items: WorkflowList) => WorkflowList): Promise<Undoable> {
    await queryClient.cancelQueries(lists);
    const before = queryClient.getQueriesData<WorkflowList>(lists);
    const item = before.flatMap(([, list]) => list ?? []).find((candidate) => candidate.id === id);
    queryClient.setQueriesData<WorkflowList>(lists, (list) => (list ? change(list) : list));
    return { before, name: item?.name ?? "The workflow" };
  }

  const remove = (id: string) => changeLists(id, (items) => items.filter((item) => item.id !== id));

  function putBack(title: string, error: { message: string }, undoable: Undoable | undefined): void {
    for (const [key, list] of undoable?.before ?? []) queryClient.setQueryData(key, list);
    toast.failed(title, { description: error.message });
  }

  const rename = useMutation(
    trpc.workflows.rename.mutationOptions({
      onMutate: ({ id, name }) =>
        changeLists(id, (items) => items.map((item) => (item.id === id ? { ...item, name: name ?? item.name } : item))),
      onError: (error, _input, undoable) => putBack("The workflow keeps its name", error, undoable),
      onSettled: refresh,
    }),
  );
  const duplicate = useMutation(
    trpc.workflows.duplicate.mutationOptions({
      onSuccess: () => toast.done("The copy is first in the list"),
      onError: (error) => toast.failed("The workflow could not be duplicated", { description: error.message }),
      onSettled: refresh,
    }),
  );
  const restore = useMutation(
    trpc.workflows.restore.mutationOptions({
      onMutate: ({ id }) => remove(id),
      onSuccess: (_data, _input, { name }) => toast.done(`${name} is restored`),
      onError: (error, _input, undoable) => putBack("The workflow could not be restored", error, undoable),
      onSettled: refresh,
    }),
  );
  const archive = useMutation(
    trpc.workflows.archive.mutationOptions({
      onMutate: ({ id }) => remove(id),
      onSuccess: (_data, { id }, { name }) =>
        toast.done(`${name} is archived`, { action: { label: "Undo", onClick: () => restore.mutate({ id }) } }),
      onError: (error, _input, undoable) => putBack("The workflow could not be archived", error, undoable),
      onSettled: refresh,
    }),
  );

  return {
    rename: ({ id, name }) => rename.mutate({ id, name }),
    duplicate: ({ id }) => duplicate.mutate({ id }),
    archive: ({ id }) => archive.mutate({ id }),
    restore: ({ id }) => restore.mutate({ id }),
  };
}
