import { Skeleton } from "@/components/ui/skeleton";

/** The editor's shape while it is loading. */
export function EditorSkeleton() {
  return (
    <div role="status" aria-label="Loading the editor" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-3 border-b border-border px-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-4 w-40" />
        <span className="flex-1" />
        <Skeleton className="h-8 w-16" />
        <Skeleton className="h-8 w-20" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="hidden w-52 shrink-0 flex-col gap-2 border-r border-border p-2 sm:flex">
          <Skeleton className="h-8" />
          {Array.from({ length: 9 }, (_, index) => (
            <Skeleton key={index} className="h-6" />
          ))}
        </div>
        <div className="min-w-0 flex-1 bg-sunken" />
      </div>
    </div>
  );
}
