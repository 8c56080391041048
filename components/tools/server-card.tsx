"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Archive, Pencil, RefreshCw, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";

import { ServerDialog } from "./server-dialog";
import { ToolState } from "./tool-table";
import { lookWords } from "./tool-words";
import type { McpServer, ToolListItem } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** One server: who it says it is, how it was found last, and a switch for each of its tools. */
export function ServerCard({ server }: { server: McpServer }) {
  const trpc = useTRPC();
  const refreshTools = useRefreshTools();
  const [isEditing, setIsEditing] = useState(false);
  const [isArchiving, setIsArchiving] = useState(false);
  const refresh = useMutation(
    trpc.tools.refreshServer.mutationOptions({
      onSuccess: (look) => toast.done(`Asked ${server.name}`, { description: lookWords(look) }),
      onError: (error) => toast.failed(`${server.name} could not be asked`, { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  const archive = useMutation(
    trpc.tools.archiveServer.mutationOptions({
      onSuccess: () => setIsArchiving(false),
      onError: (error) => toast.failed("The server was not archived", { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  return (
    <section aria-label={server.name} className="rounded-lg border border-border bg-card">
      <header className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-[1_1_15rem]">
          <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
            {server.name}
            {server.changedCount > 0 ? <Badge tone="waiting">{server.changedCount} changed</Badge> : null}
          </h2>
          <p className="truncate font-mono text-xs text-muted-foreground">{server.url}</p>
          <p className="text-xs text-muted-foreground">
            {[server.serverName, server.serverVersion, server.protocolVersion ? `MCP ${server.protocolVersion}` : null]
              .filter(Boolean)
              .join(" · ")}
            {server.headerNames.length > 0 ? ` · sends ${server.headerNames.join(", ")}` : ""}
          </p>
        </div>
        <div className="flex items-center gap-1">
          {server.checkedAt ? (
            <span className="mr-1 text-xs text-muted-foreground">
              Asked <RelativeTime value={server.checkedAt} />
            </span>
          ) : null}
          <Button size="sm" isBusy={refresh.isPending} onClick={() => refresh.mutate({ id: server.id })}>
            <RefreshCw aria-hidden />
            Refresh
          </Button>
          <IconButton label={`Edit ${server.name}`} size="sm" onClick={() => setIsEditing(true)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={`Archive ${server.name}`} size="sm" onClick={() => setIsArchiving(true)}>
            <Archive aria-hidden />
          </IconButton>
        </div>
      </header>
      {server.lastError ? (
        <p
          role="alert"
          className="mx-4 mb-2 flex items-start gap-2 rounded-md bg-failed-soft px-3 py-2 text-sm text-failed"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{server.lastError} Its tools stay as they were accepted.</span>
        </p>
      ) : null}
      <ServerTools server={server} />
      {isEditing ? <ServerDialog server={server} onClose={() => setIsEditing(false)} /> : null}
      <ConfirmDialog
        isOpen={isArchiving}
        onOpenChange={setIsArchiving}
        title={`Archive ${server.name}?`}
        description="Its tools can no longer be called: workflows that use them fail with a sentence. Runs that used them keep what they show."
        confirmLabel="Archive server"
        isDangerous
        isBusy={archive.isPending}
        onConfirm={() => archive.mutate({ id: server.id })}
      />
    </section>
  );
}

function ServerTools({ server }: { server: McpServer }) {
  const trpc = useTRPC();
  const tools = useQuery(trpc.tools.list.queryOptions({ query: "", isArchived: false }));
  if (tools.isPending) return <Skeleton className="mx-4 mb-4 h-9" />;
  if (tools.isError) return <p className="px-4 pb-4 text-sm text-failed">{tools.error.message}</p>;
  const own = tools.data.filter((tool) => tool.server?.id === server.id);
  if (own.length === 0) return <p className="px-4 pb-4 text-sm text-muted-foreground">This server offers no tools.</p>;
  return (
    <ul aria-label={`Tools of ${server.name}`} className="border-t border-border">
      {own.map((tool) => (
        <AllowRow key={tool.id} tool={tool} />
      ))}
    </ul>
  );
}

/** A tool is allowed by itself, after a look at what it is. */
function AllowRow({ tool }: { tool: ToolListItem }) {
  const refreshTools = useRefreshTools();
  const allow = useMutation(
    useTRPC().tools.settings.mutationOptions({
      onError: (error) => toast.failed(`${tool.name} was not changed`, { description: error.message }),
      onSettled: refreshTools,
    }),
  );
  const isAllowed = allow.isPending ? (allow.variables.isAllowed ?? tool.isAllowed) : tool.isAllowed;
  return (
    <li className="flex items-center gap-3 border-b border-border px-4 py-2 last:border-b-0">
      <Switch
        aria-label={`Allow ${tool.name}`}
        checked={isAllowed}
        disabled={allow.isPending}
        onCheckedChange={(checked) => allow.mutate({ id: tool.id, isAllowed: checked })}
      />
      <div className="min-w-0 flex-1">
        <Link
          href={`/tools/${tool.id}`}
          className="rounded-sm font-mono text-xs font-medium wrap-anywhere hover:underline"
        >
          {tool.name}
        </Link>
        <p className="line-clamp-2 text-xs text-muted-foreground">{tool.description}</p>
      </div>
      <ToolState tool={{ ...tool, isAllowed }} />
    </li>
  );
}
