"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { formatNumber } from "@/components/ui/format";
import { PageBody, PageHeader } from "@/components/ui/page-header";

import { DataSkeleton } from "./data-skeleton";
import { LastCleaning } from "./last-cleaning";
import { SettingsCard } from "./settings-card";
import { TablesCard } from "./tables-card";
import type { Storage } from "./types";
import { formatBytes } from "./words";

/** What is kept for how long, as it is in force, and how much it is. */
export function DataPage() {
  const storage = useQuery(useTRPC().system.storage.queryOptions());
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Data" }]}
        actions={
          <Button isBusy={storage.isFetching} onClick={() => void storage.refetch()}>
            {storage.isFetching ? null : <RefreshCw aria-hidden />}
            Measure again
          </Button>
        }
      />
      <PageBody focusLabel="What is kept">
        <div className="mx-auto flex max-w-300 flex-col gap-4">
          {storage.isPending ? <DataSkeleton /> : null}
          {storage.isError ? (
            <ErrorState
              title="The tables could not be measured."
              message={storage.error.message}
              onRetry={() => void storage.refetch()}
              isRetrying={storage.isFetching}
            />
          ) : null}
          {storage.isSuccess ? <Content storage={storage.data} /> : null}
        </div>
      </PageBody>
    </>
  );
}

function Content({ storage }: { storage: Storage }) {
  const rows = storage.tables.reduce((sum, table) => sum + table.rows, 0);
  const removed = storage.tables.reduce((sum, table) => sum + (table.removed ?? 0), 0);
  const figures = [
    { name: "Database", value: formatBytes(storage.databaseBytes) },
    { name: "Rows", value: formatNumber(rows) },
    { name: "Removed by the last cleaning", value: formatNumber(removed) },
  ];
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {figures.map(({ name, value }) => (
          <Card key={name} className="px-4 py-3 max-sm:last:col-span-2">
            <dt className="text-xs text-muted-foreground">{name}</dt>
            <dd className="figures mt-0.5 text-xl font-semibold">{value}</dd>
          </Card>
        ))}
      </dl>
      <LastCleaning storage={storage} />
      <TablesCard tables={storage.tables} />
      <SettingsCard storage={storage} />
    </>
  );
}
