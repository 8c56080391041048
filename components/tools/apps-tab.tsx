"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Share2 } from "lucide-react";
import Link from "next/link";

import { CopyButton } from "@/components/trace/copy-button";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";

import type { ServedApp } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** Which published apps MCP clients may call as tools, and where. */
export function AppsTab() {
  const served = useQuery(useTRPC().tools.servedApps.queryOptions());
  if (served.isPending) {
    return (
      <div role="status" aria-label="Loading apps" className="flex max-w-160 flex-col gap-3">
        <Skeleton className="h-20 rounded-lg" />
        <Skeleton className="h-40 rounded-lg" />
      </div>
    );
  }
  if (served.isError) {
    return (
      <ErrorState
        title="The apps could not be loaded."
        message={served.error.message}
        onRetry={() => void served.refetch()}
        isRetrying={served.isFetching}
      />
    );
  }
  const { address, apps } = served.data;
  if (apps.length === 0) {
    return (
      <EmptyState
        icon={<Share2 aria-hidden />}
        title="No published apps yet"
        description="A published workflow can be offered to MCP clients as a tool: they call it, it runs, they get its answer."
        actions={
          <Button asChild variant="primary">
            <Link href="/workflows">Publish a workflow</Link>
          </Button>
        }
      />
    );
  }
  return (
    <div className="flex max-w-160 flex-col gap-4">
      <section className="rounded-lg border border-border bg-card px-4 py-3">
        <h2 className="text-sm font-semibold">Address for MCP clients</h2>
        <div className="mt-1 flex items-center gap-2">
          <code className="min-w-0 flex-1 truncate rounded-md bg-muted px-2 py-1 font-mono text-xs">{address}</code>
          <CopyButton label="Copy address" text={address} />
        </div>
        <p className="mt-1.5 text-xs text-muted-foreground">
          Streamable HTTP. A call runs the published version once and gives its answer as text; a run that asks a person
          says so with a link.
        </p>
      </section>
      <ul aria-label="Published apps" className="rounded-lg border border-border bg-card">
        {apps.map((app) => (
          <ServeRow key={app.code} app={app} />
        ))}
      </ul>
    </div>
  );
}

function ServeRow({ app }: { app: ServedApp }) {
  const refreshTools = useRefreshTools();
  const serve = useMutation(
    useTRPC().tools.serveApp.mutationOptions({
      onError: (error) => toast.failed(`${app.name} was not changed`, { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  return (
    <li className="flex items-center gap-3 border-b border-border px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <Link href={`/workflows/${app.workflowId}`} className="rounded-sm text-sm font-medium hover:underline">
          {app.name}
        </Link>
        <p className="truncate font-mono text-xs text-muted-foreground">{app.code}</p>
      </div>
      <Switch
        aria-label={`Offer ${app.name} as a tool`}
        checked={serve.isPending ? serve.variables.isServed : app.isServed}
        disabled={serve.isPending}
        onCheckedChange={(isServed) => serve.mutate({ code: app.code, isServed })}
      />
    </li>
  );
}
