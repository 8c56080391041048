import { Skeleton } from "@/components/ui/skeleton";

/** A conversation that is still being read: a question, an answer, and so on. */
export function ConversationSkeleton() {
  return (
    <div aria-hidden className="mx-auto w-full max-w-180 flex-1 space-y-8 px-4 pt-6">
      {["first", "second"].map((turn) => (
        <div key={turn} className="space-y-5">
          <Skeleton className="ml-auto h-10 w-56 rounded-lg" />
          <div className="space-y-2.5">
            <Skeleton className="h-3.5 w-40" />
            <Skeleton className="h-4 w-full" />
            <Skeleton className="h-4 w-2/3" />
          </div>
        </div>
      ))}
    </div>
  );
}
