"use client";

import { useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

import { ServerCard } from "./server-card";

/** The MCP servers of the tenant. Reading the list asks none of them. */
export function ServersTab({ onAdd }: { onAdd: () => void }) {
  const servers = useQuery(useTRPC().tools.servers.queryOptions());
  if (servers.isPending) {
    return (
      <div role="status" aria-label="Loading MCP servers" className="flex max-w-200 flex-col gap-3">
        <Skeleton className="h-32 rounded-lg" />
        <Skeleton className="h-32 rounded-lg" />
      </div>
    );
  }
  if (servers.isError) {
    return (
      <ErrorState
        title="The MCP servers could not be loaded."
        message={servers.error.message}
        onRetry={() => void servers.refetch()}
        isRetrying={servers.isFetching}
      />
    );
  }
  if (servers.data.length === 0) {
    return (
      <EmptyState
        icon={<Plug aria-hidden />}
        title="No MCP servers yet"
        description="A server that speaks the Model Context Protocol offers tools. Each is off until you allow it, and stays as you accepted it until you accept a change."
        actions={
          <Button variant="primary" onClick={onAdd}>
            Add MCP server
          </Button>
        }
      />
    );
  }
  return (
    <ul aria-label="MCP servers" className="flex max-w-200 flex-col gap-3">
      {servers.data.map((server) => (
        <li key={server.id}>
          <ServerCard server={server} />
        </li>
      ))}
    </ul>
  );
}
