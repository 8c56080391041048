"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, GitCompareArrows } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";

import { compareHref } from "./compare-href";
import { CompareList } from "./compare-list";
import { CompareSummary } from "./compare-summary";
import type { RunComparison } from "./types";

const crumbs = [{ label: "Runs", href: "/runs" }, { label: "Compare" }];

/** Two runs side by side, named in the address as `?a=` and `?b=`. */
export function ComparePage() {
  const params = useSearchParams();
  const [a, b] = [params.get("a"), params.get("b")];
  if (a && b) return <Comparison a={a} b={b} />;
  return (
    <>
      <PageHeader crumbs={crumbs} />
      <EmptyState
        icon={<GitCompareArrows aria-hidden />}
        title="Two runs are compared here"
        description="Open a run and run it again from a point: the new run's page then leads here, with both side by side."
        actions={
          <Button asChild variant="primary">
            <Link href="/runs">Open the list of runs</Link>
          </Button>
        }
      />
    </>
  );
}

function Comparison({ a, b }: { a: string; b: string }) {
  const router = useRouter();
  const query = useQuery(useTRPC().traces.compare.queryOptions({ a, b }));
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        actions={
          <Button size="sm" onClick={() => router.replace(compareHref(b, a))}>
            <ArrowLeftRight aria-hidden />
            Swap
          </Button>
        }
      />
      {query.data ? (
        <ComparisonView comparison={query.data} />
      ) : query.isPending ? (
        <PageBody>
          <div role="status" aria-label="Comparing the runs" className="flex flex-col gap-3">
            <Skeleton className="h-32 rounded-lg" />
            <Skeleton className="h-72 rounded-lg" />
          </div>
        </PageBody>
      ) : (
        <ErrorState
          title="The runs could not be compared."
          message={query.error.message}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
    </>
  );
}

function ComparisonView({ comparison }: { comparison: RunComparison }) {
  const { pairs, firstDifference, left, right } = comparison;
  const first = pairs[firstDifference];
  const [only, setOnly] = useState<"all" | "differences">("all");
  const [open, setOpen] = useState(first?.address);
  const shown = only === "all" ? pairs : pairs.filter((pair) => pair.difference !== "none");
  return (
    <PageBody className="flex flex-col gap-5">
      <CompareSummary left={left} right={right} />
      <section aria-labelledby="pieces" className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <h2 id="pieces" className="text-sm font-semibold">
            {first ? `First difference: ${(first.left ?? first.right)?.title}` : "Both came to the same everywhere"}
          </h2>
          <SegmentedControl
            label="Which pieces"
            value={only}
            onValueChange={setOnly}
            segments={[
              { value: "all", label: `All ${pairs.length}` },
              { value: "differences", label: "Differences" },
            ]}
            className="ml-auto"
          />
        </div>
        {shown.length === 0 ? (
          <p className="text-sm text-muted-foreground">No piece of the two runs differs.</p>
        ) : (
          <CompareList
            pairs={shown}
            firstAddress={first?.address}
            openAddress={open}
            onOpen={(address) => setOpen((current) => (current === address ? undefined : address))}
          />
        )}
      </section>
    </PageBody>
  );
}
