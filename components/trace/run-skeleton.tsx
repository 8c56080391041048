import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

const rows = [
  ["a", "ml-0 w-24", "ml-[0%] w-full"],
  ["b", "ml-4 w-20", "ml-[1%] w-[6%]"],
  ["c", "ml-4 w-32", "ml-[8%] w-[70%]"],
  ["d", "ml-8 w-36", "ml-[9%] w-[30%]"],
  ["e", "ml-8 w-24", "ml-[40%] w-[36%]"],
  ["f", "ml-4 w-20", "ml-[80%] w-[12%]"],
] as const;

/** The page of a run while it loads, in its measures. */
export function RunSkeleton() {
  return (
    <div role="status" aria-label="Loading the run" className="contents">
      <PageHeader
        crumbs={[
          { label: "Runs", href: "/runs" },
          { label: <Skeleton className="inline-block h-4 w-32 align-middle" /> },
        ]}
      />
      <div className="flex h-10 shrink-0 items-center gap-6 border-b border-border px-5">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-4 w-20" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="dot-grid h-29 shrink-0 border-b border-border sm:h-34" />
          <div className="flex h-12 shrink-0 items-center gap-2 border-b border-border px-3">
            <Skeleton className="h-8 w-60" />
            <Skeleton className="h-8 w-40" />
          </div>
          <div className="flex flex-col gap-3.5 px-3 py-4">
            {rows.map(([key, name, bar]) => (
              <div key={key} className="grid grid-cols-[34%_1fr]">
                <Skeleton className={`h-4 ${name}`} />
                <Skeleton className={`h-2.5 self-center ${bar}`} />
              </div>
            ))}
          </div>
        </div>
        <div className="hidden w-[37%] max-w-140 min-w-90 flex-col gap-4 border-l border-border p-4 lg:flex">
          <Skeleton className="h-9 w-56" />
          <Skeleton className="h-10" />
          <Skeleton className="h-40 rounded-lg" />
        </div>
      </div>
    </div>
  );
}
