"use client";

import { RotateCcw } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

import { ForkCall } from "./fork-call";
import { ForkValue } from "./fork-value";
import { summaryOf } from "./fork-words";
import { useFork } from "./use-fork";

interface ForkDialogProps {
  runId: string;
  /** The piece from which on everything is done again. */
  address: string;
  /** What people call it. */
  name: string;
  onClose: () => void;
}

/** Asks what is to become of what happened after a point before a run is begun from there. */
export function ForkDialog({ runId, address, name, onClose }: ForkDialogProps) {
  const fork = useFork(runId, address);
  const { preview, query, start } = fork;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent
        size="lg"
        // The calls are still being read when it opens; the focus waits at the beginning and not on a button.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
        title={`Run again from ${preview?.point.title ?? name}`}
        description="A new run begins with everything before this point and does the rest again. This run stays as it is."
        footer={
          <>
            <p role="status" className="mr-auto text-xs text-muted-foreground">
              {preview
                ? summaryOf(preview.calls.map((call) => fork.choiceOf(call.key, call.suggested)))
                : "Looking at what happened after this point"}
            </p>
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              disabled={!fork.isReady}
              isBusy={start.isPending || start.isSuccess}
              onClick={fork.submit}
            >
              <RotateCcw aria-hidden />
              Run again from here
            </Button>
          </>
        }
      >
        {start.isError ? (
          <p
            role="alert"
            className="mb-4 rounded-lg border border-failed-line bg-failed-soft px-3 py-2 text-sm text-failed"
          >
            {start.error.message}
          </p>
        ) : null}
        {query.isError ? (
          <ErrorState
            title="It can not be run again from here."
            message={query.error.message}
            onRetry={() => void query.refetch()}
            isRetrying={query.isFetching}
          />
        ) : preview ? (
          <div className="flex flex-col gap-5">
            {preview.value ? (
              <ForkValue
                value={preview.value}
                draft={fork.draft}
                onBegin={fork.beginEdit}
                onChange={fork.change}
                onLeave={fork.leaveEdit}
              />
            ) : null}
            <ForkCalls fork={fork} />
          </div>
        ) : (
          <div role="status" aria-label="Loading the calls after this point" className="flex flex-col gap-3">
            <Skeleton className="h-24 rounded-lg" />
            <Skeleton className="h-40 rounded-lg" />
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

function ForkCalls({ fork }: { fork: ReturnType<typeof useFork> }) {
  const calls = fork.preview?.calls ?? [];
  return (
    <section aria-labelledby="fork-calls" className="flex flex-col gap-2">
      <h3 id="fork-calls" className="text-sm font-semibold">
        Outside calls after this point
      </h3>
      <p className="text-sm text-pretty text-muted-foreground">
        {calls.length === 0
          ? "Nothing was changed outside after this point, so running again repeats nothing. Calls that only read are made again."
          : "These have already happened. Nothing is repeated unless you say so. Calls that only read are made again; an agent that decides differently makes calls of its own."}
      </p>
      {calls.length === 0 ? null : (
        <ul className="flex flex-col gap-2">
          {calls.map((call) => (
            <ForkCall
              key={call.key}
              call={call}
              choice={fork.choiceOf(call.key, call.suggested)}
              onChoose={(choice) => fork.choose(call.key, choice)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
