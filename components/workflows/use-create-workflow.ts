"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";

interface CreateInput {
  /** Absent: the template's name, or "Untitled workflow". */
  name?: string;
  /** Absent: a blank workflow. */
  templateKey?: string;
}

interface CreateWorkflow {
  /** Creates the workflow and opens it; `isFirst` lets the editor point once at its Test button. */
  create: (input: CreateInput, options?: { isFirst?: boolean }) => void;
  /** The key being created from, "blank", or nothing; stays set while the editor opens. */
  creating: string | undefined;
}

export function useCreateWorkflow(): CreateWorkflow {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.workflows.create.mutationOptions({
      onError: (error) => toast.failed("The workflow could not be created", { description: error.message }),
      onSettled: () => queryClient.invalidateQueries(trpc.workflows.list.pathFilter()),
    }),
  );
  const isUnderWay = mutation.isPending || mutation.isSuccess;
  return {
    create: (input, { isFirst = false } = {}) =>
      mutation.mutate(input, {
        onSuccess: ({ id }) => router.push(isFirst ? `/workflows/${id}?welcome=1` : `/workflows/${id}`),
      }),
    creating: isUnderWay ? (mutation.variables?.templateKey ?? "blank") : undefined,
  };
}
