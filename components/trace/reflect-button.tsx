"use client";

import { useMutation } from "@tanstack/react-query";
import { Lightbulb } from "lucide-react";
import { useRouter } from "next/navigation";

import { useTRPC } from "@/components/trpc/client";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";

/** Asks a model what is to be learned from the conversation that a run belongs to. */
export function ReflectButton({ sessionId }: { sessionId: string }) {
  const router = useRouter();
  const reflect = useMutation(
    useTRPC().traces.reflect.mutationOptions({
      onSuccess: ({ runId }) =>
        toast.note("A model looks back at this conversation.", {
          description: "What it learns will be among the app's experiences.",
          action: { label: "Open", onClick: () => router.push(`/runs/${runId}`) },
        }),
      onError: (error) => toast.failed("It could not look back.", { description: error.message }),
    }),
  );
  return (
    <IconButton
      label="Learn from this conversation"
      size="sm"
      isBusy={reflect.isPending}
      onClick={() => reflect.mutate({ sessionId })}
    >
      {reflect.isPending ? null : <Lightbulb aria-hidden />}
    </IconButton>
  );
}
