"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";

/** The workflow's name as the page's heading, changed in place. */
export function WorkflowName({ workflowId, name }: { workflowId: string; name: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation(
    trpc.workflows.rename.mutationOptions({
      onSuccess: (_, { name: saved }) => {
        queryClient.setQueryData(trpc.workflows.get.queryKey({ id: workflowId }), (cached) =>
          cached && saved ? { ...cached, name: saved } : cached,
        );
        void queryClient.invalidateQueries(trpc.workflows.list.pathFilter());
      },
      onError: (error) => toast.failed("The name was not changed.", { description: error.message }),
    }),
  );

  const save = () => {
    const next = draft?.trim() ?? "";
    setDraft(null);
    if (next !== "" && next !== name) rename.mutate({ id: workflowId, name: next });
  };

  return (
    <h1 className="min-w-0">
      <input
        aria-label="Workflow name"
        className="field-sizing-content h-7 max-w-full min-w-12 truncate rounded-md border border-transparent bg-transparent px-1.5 text-sm font-semibold hover:border-input focus-visible:border-ring focus-visible:outline-none"
        maxLength={200}
        value={draft ?? (rename.isPending ? rename.variables.name : undefined) ?? name}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key !== "Escape") return;
          setDraft(null);
          requestAnimationFrame(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        }}
      />
    </h1>
  );
}
