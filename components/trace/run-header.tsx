"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw, Square } from "lucide-react";
import { useRouter } from "next/navigation";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { isActive } from "@/server/domain/run/status";

import { ReflectButton } from "./reflect-button";
import type { RunTrace } from "./types";

/** The run's name and state, and what can be done with it. */
export function RunHeader({ run }: { run: RunTrace }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const stop = useMutation(
    trpc.runs.stop.mutationOptions({
      onError: (error) => toast.failed("The run could not be stopped.", { description: error.message }),
      onSettled: () => queryClient.invalidateQueries(trpc.runs.pathFilter()),
    }),
  );
  const repeat = useMutation(
    trpc.runs.repeat.mutationOptions({
      onSuccess: ({ runId }) => router.push(`/runs/${runId}`),
      onError: (error) => toast.failed("It was not run again.", { description: error.message }),
      onSettled: () => queryClient.invalidateQueries(trpc.runs.list.pathFilter()),
    }),
  );
  return (
    <PageHeader
      crumbs={[{ label: "Runs", href: "/runs" }, { label: run.workflow.name }]}
      aside={<StatusBadge status={run.status} className="ml-1" />}
      actions={
        isActive(run.status) ? (
          <Button size="sm" variant="danger" isBusy={stop.isPending} onClick={() => stop.mutate({ runId: run.id })}>
            <Square aria-hidden className="fill-current" />
            Stop
          </Button>
        ) : (
          <>
            {run.hasApp && run.source !== "reflect" ? <ReflectButton sessionId={run.sessionId} /> : null}
            <Button
              size="sm"
              isBusy={repeat.isPending || repeat.isSuccess}
              onClick={() => repeat.mutate({ runId: run.id })}
            >
              <RotateCcw aria-hidden />
              Run again
            </Button>
          </>
        )
      }
    />
  );
}
