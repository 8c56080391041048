import { Skeleton } from "@/components/ui/skeleton";

/** The page while it loads, in its measures. */
export function UsageSkeleton({ hasFilter = false }: { hasFilter?: boolean }) {
  return (
    <div role="status" aria-label="Loading usage" className="mx-auto flex w-full max-w-300 flex-col gap-4">
      {hasFilter ? <Skeleton className="h-8 w-72" /> : null}
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {["cost", "tokens", "calls", "runs"].map((key) => (
          <Skeleton key={key} className="h-21 rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-80 rounded-lg" />
      <Skeleton className="h-30 rounded-lg" />
    </div>
  );
}
