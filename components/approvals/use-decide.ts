"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import type { JsonObject } from "@/server/domain/json";

import type { InterruptView } from "./types";

export interface Answer {
  status: "resolved" | "cancelled";
  payload: JsonObject;
}

interface Deciding {
  decide: (answer: Answer) => void;
  isDeciding: boolean;
  /** Why the server did not take the answer; nothing was decided by it. */
  refusal: string | undefined;
  /** Somebody else's decision came first; the interrupt shows it. */
  wasDecidedBefore: boolean;
}

/** Sends a decision. What the server answers is shown at once, everywhere that the interrupt stands. */
export function useDecide(id: string, via: "chat" | "inbox"): Deciding {
  const trpc = useTRPC();
  const queryClient = useQueryClient();

  function show(interrupt: InterruptView): void {
    const replace = (list: InterruptView[] | undefined) =>
      list?.map((each) => (each.id === interrupt.id ? interrupt : each));
    queryClient.setQueryData(trpc.interrupts.get.queryKey({ id: interrupt.id }), interrupt);
    queryClient.setQueriesData<InterruptView[]>(trpc.interrupts.ofRun.pathFilter(), replace);
    queryClient.setQueriesData<InterruptView[]>(trpc.interrupts.ofSession.pathFilter(), replace);
  }

  const mutation = useMutation(
    trpc.interrupts.decide.mutationOptions({
      onSuccess: (outcome) => {
        if (outcome.type !== "refused") show(outcome.interrupt);
      },
      // The run goes on in its conversation and in the list of runs.
      onSettled: () =>
        Promise.all(
          [trpc.interrupts.pathFilter(), trpc.runs.pathFilter(), trpc.sessions.pathFilter()].map((filter) =>
            queryClient.invalidateQueries(filter),
          ),
        ),
    }),
  );

  return {
    decide: (answer) => mutation.mutate({ id, via, ...answer }),
    isDeciding: mutation.isPending,
    refusal: mutation.error?.message ?? (mutation.data?.type === "refused" ? mutation.data.message : undefined),
    wasDecidedBefore: mutation.data?.type === "already_decided",
  };
}
