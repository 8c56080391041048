import { Skeleton } from "@/components/ui/skeleton";

/** The page while it loads, in its measures. */
export function AgentsSkeleton() {
  return (
    <div role="status" aria-label="Loading agents" className="mx-auto flex w-full max-w-260 flex-col gap-4">
      <Skeleton className="h-60 rounded-lg" />
      <Skeleton className="h-9 w-80" />
      <div className="grid gap-4 sm:grid-cols-[11rem_minmax(0,1fr)]">
        <Skeleton className="h-28" />
        <Skeleton className="h-96 rounded-lg" />
      </div>
    </div>
  );
}
