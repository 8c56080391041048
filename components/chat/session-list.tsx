"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { MessageSquarePlus, Pin } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchInput } from "@/components/ui/search-input";
import { Skeleton } from "@/components/ui/skeleton";
import { listedAtOnce, mostListed } from "@/server/domain/conversation/listing";

import { agentsApp } from "./agents-app";
import { chatHref } from "./conversation-address";
import { SessionMenu } from "./session-menu";
import { titleOf } from "./title";
import type { SessionItem } from "./types";

/** While something is being answered elsewhere, its dot must go when it ends. */
const activePollMs = 3000;

interface SessionListProps {
  currentId: string | null;
  /** A conversation was chosen. */
  onNavigate?: () => void;
}

/** The person's conversations: a new one, a search, the pinned and the recent ones. */
export function SessionList({ currentId, onNavigate }: SessionListProps) {
  const [query, setQuery] = useState("");
  return (
    <nav aria-label="Conversations" className="flex min-h-0 flex-1 flex-col">
      <div className="space-y-2 px-3 pt-3 pb-2">
        <Button asChild className="w-full justify-start">
          <Link href={chatHref()} onClick={onNavigate}>
            <MessageSquarePlus aria-hidden />
            New conversation
          </Link>
        </Button>
        <SearchInput label="Search conversations" value={query} onValueChange={setQuery} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        <Sessions query={query} currentId={currentId} onNavigate={onNavigate} />
      </div>
    </nav>
  );
}

function Sessions({ query, currentId, onNavigate }: SessionListProps & { query: string }) {
  const asked = useDeferredValue(query.trim());
  const [limit, setLimit] = useState(listedAtOnce);
  const filter = { ...(asked === "" ? {} : { query: asked }), ...(limit > listedAtOnce ? { limit } : {}) };
  const list = useQuery(
    useTRPC().sessions.list.queryOptions(filter, {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) =>
        state.data?.some((session) => session.activeRunId !== null) ? activePollMs : false,
    }),
  );
  if (list.isPending) return <SessionsSkeleton />;
  if (list.isError) {
    return (
      <ErrorState
        title="The conversations could not be loaded."
        message={list.error.message}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  if (list.data.length === 0) {
    return (
      <p className="px-2 py-3 text-xs text-pretty text-muted-foreground">
        {asked === "" ? "Your conversations will be listed here." : `No conversation is called "${asked}".`}
      </p>
    );
  }
  const groups = [
    { name: "Pinned", sessions: list.data.filter((session) => session.isPinned) },
    { name: "Recent", sessions: list.data.filter((session) => !session.isPinned) },
  ].filter((group) => group.sessions.length > 0);
  const isReadingMore = list.isPlaceholderData && limit > listedAtOnce && list.data.length === limit - listedAtOnce;
  return (
    <>
      {groups.map(({ name, sessions }) => (
        <section key={name} aria-label={name} className="mb-2">
          {groups.length > 1 ? <h3 className="px-2 pt-2 pb-1 text-xs text-faint">{name}</h3> : null}
          <ul className="space-y-px">
            {sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                isCurrent={session.id === currentId}
                onNavigate={onNavigate}
              />
            ))}
          </ul>
        </section>
      ))}
      {list.data.length >= limit || isReadingMore ? (
        <Older limit={limit} isReading={isReadingMore} onShowMore={() => setLimit(limit + listedAtOnce)} />
      ) : null}
    </>
  );
}

/** The way to what is older than what is listed. */
function Older({ limit, isReading, onShowMore }: { limit: number; isReading: boolean; onShowMore: () => void }) {
  if (limit >= mostListed && !isReading) {
    return (
      <p className="px-2 py-3 text-xs text-muted-foreground">Search for conversations that are older than these.</p>
    );
  }
  return (
    <div className="flex justify-center py-3">
      <Button variant="ghost" size="sm" isBusy={isReading} onClick={onShowMore}>
        Show older conversations
      </Button>
    </div>
  );
}

function SessionRow({
  session,
  isCurrent,
  onNavigate,
}: {
  session: SessionItem;
  isCurrent: boolean;
  onNavigate?: () => void;
}) {
  return (
    <li
      className={cn(
        "group/row relative rounded-md transition-colors hover:bg-hover",
        isCurrent && "bg-selected hover:bg-selected",
      )}
    >
      <Link
        href={chatHref(session)}
        onClick={onNavigate}
        aria-current={isCurrent ? "page" : undefined}
        className="block rounded-md py-1.5 pr-9 pl-2 focus-visible:outline-offset-[-2px]"
      >
        <span className="flex items-center gap-1.5">
          {session.activeRunId === null ? null : (
            <span className="size-1.5 shrink-0 rounded-full bg-running-solid">
              <span className="sr-only">Being answered: </span>
            </span>
          )}
          <span className={cn("truncate text-sm", isCurrent && "font-medium")}>{titleOf(session)}</span>
          {session.isPinned ? <Pin aria-label="Pinned" className="size-3 shrink-0 text-faint" /> : null}
        </span>
        <span className="flex gap-1 text-xs text-muted-foreground">
          <span className="truncate">{session.isWithAgents ? agentsApp.name : (session.app?.name ?? "No app")}</span>
          <span aria-hidden>·</span>
          <RelativeTime value={session.updatedAt} />
        </span>
      </Link>
      <SessionMenu
        session={session}
        className="absolute top-2 right-1 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
      />
    </li>
  );
}

function SessionsSkeleton() {
  return (
    <ul aria-hidden className="space-y-px">
      {["w-40", "w-28", "w-44", "w-32", "w-36"].map((width) => (
        <li key={width} className="space-y-1.5 px-2 py-2">
          <Skeleton className={cn("h-3.5", width)} />
          <Skeleton className="h-3 w-24" />
        </li>
      ))}
    </ul>
  );
}
