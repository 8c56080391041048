import { CircleX } from "lucide-react";
import Link from "next/link";

import { Button } from "@/components/ui/button";

import type { Turn } from "./turn";

interface FailureCardProps {
  turn: Turn;
  onRetry?: () => void;
}

/** Why an answer could not be finished, and the two ways on from there. */
export function FailureCard({ turn, onRetry }: FailureCardProps) {
  const failedStep = turn.steps.findLast((step) => step.status === "failed");
  return (
    <div role="alert" data-slot="failure-card" className="mt-2 rounded-lg border border-failed-line bg-failed-soft p-3">
      <p className="flex items-center gap-1.5 font-medium text-failed">
        <CircleX aria-hidden className="size-4 shrink-0" />
        {failedStep ? `"${failedStep.title}" failed` : "The answer could not be finished"}
      </p>
      <p className="mt-1 text-sm wrap-anywhere">{turn.error?.message ?? "The run ended without saying why."}</p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        {onRetry ? (
          <Button size="sm" onClick={onRetry}>
            Retry
          </Button>
        ) : null}
        {turn.runId === null ? null : (
          <Button size="sm" variant="ghost" asChild>
            <Link href={`/runs/${turn.runId}`}>Open the run</Link>
          </Button>
        )}
      </div>
    </div>
  );
}
