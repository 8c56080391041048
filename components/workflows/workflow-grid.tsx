import type { ReactNode } from "react";

import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

export function WorkflowGrid({ children }: { children: ReactNode }) {
  return <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(296px,100%),1fr))] gap-4">{children}</ul>;
}

/** The grid while it loads: cards of the real measures. */
export function WorkflowGridSkeleton() {
  return (
    <div role="status" aria-label="Loading workflows">
      <WorkflowGrid>
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <li key={key}>
            <Card className="overflow-hidden">
              <Skeleton className="h-32 rounded-none" />
              <div className="flex flex-col gap-2 px-3.5 pt-3 pb-2.5">
                <div className="flex h-7 items-center">
                  <Skeleton className="h-4 w-2/5" />
                </div>
                <div className="flex h-5 items-center">
                  <Skeleton className="h-3 w-3/5" />
                </div>
                <div className="flex h-6 items-end">
                  <Skeleton className="h-3 w-1/2" />
                </div>
              </div>
            </Card>
          </li>
        ))}
      </WorkflowGrid>
    </div>
  );
}
