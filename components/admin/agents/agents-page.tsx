"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";

import { AgentsSkeleton } from "./agents-skeleton";
import { AgentsWorkspace } from "./agents-workspace";

/** The agents that answer when a request names no app: what the files say, what is overridden, and what comes of it. */
export function AgentsPage() {
  const config = useQuery(useTRPC().runtimeConfig.get.queryOptions());
  if (config.isSuccess) return <AgentsWorkspace view={config.data} />;
  return (
    <>
      <PageHeader crumbs={[{ label: "Agents" }]} />
      <PageBody>
        {config.isPending ? (
          <AgentsSkeleton />
        ) : (
          <ErrorState
            title="The agents could not be loaded."
            message={config.error.message}
            onRetry={() => void config.refetch()}
            isRetrying={config.isFetching}
          />
        )}
      </PageBody>
    </>
  );
}
