import { Skeleton } from "@/components/ui/skeleton";

/** The page while it loads, in its measures. */
export function DataSkeleton() {
  return (
    <div role="status" aria-label="Measuring the tables" className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {["database", "rows", "removed"].map((key) => (
          <Skeleton key={key} className="h-17 rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-10" />
      <Skeleton className="h-160 rounded-lg" />
      <Skeleton className="h-60 rounded-lg" />
    </div>
  );
}
