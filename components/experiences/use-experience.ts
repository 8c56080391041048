"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";
import type { ExperienceStatus } from "@/server/domain/experience";

import { statusNames } from "./experience-words";
import type { Experience } from "./types";

/** What can be done with one experience. A change of its state can be undone, deleting can not. */
export function useExperience({ id, status }: Experience) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.experiences.pathFilter());
  const change = useMutation(
    trpc.experiences.change.mutationOptions({
      onError: (error) => toast.failed("The experience was not changed.", { description: error.message }),
      onSettled: refresh,
    }),
  );
  const remove = useMutation(
    trpc.experiences.remove.mutationOptions({
      onError: (error) => toast.failed("The experience was not deleted.", { description: error.message }),
      onSettled: refresh,
    }),
  );
  return {
    change,
    remove,
    setStatus: (next: ExperienceStatus) =>
      change.mutate(
        { id, status: next },
        {
          onSuccess: () =>
            toast.done(next === "active" ? "It is to be decided again." : `${statusNames[next]}.`, {
              action: { label: "Undo", onClick: () => change.mutate({ id, status }) },
            }),
        },
      ),
  };
}
