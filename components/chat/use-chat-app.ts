"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";

import { agentsApp } from "./agents-app";
import type { ChatApp, SessionDetail } from "./types";

interface ChosenApp {
  apps: { data: ChatApp[] | undefined; error: { message: string } | null; isFetching: boolean; refetch: () => unknown };
  /** The app that is talked to; undefined when none is chosen, or when it is not published any more. */
  app: ChatApp | undefined;
  /** Chooses the app of a new conversation, in the address. */
  choose: (code: string) => void;
}

/**
 * The app of a conversation; while a stored one is still being read, the one that was shown before. A new one is with the app in the address, else with the one talked to last, else
 * with the first. The configured agents are the last of those to choose.
 */
export function useChatApp(sessionId: string | null, session: SessionDetail | undefined): ChosenApp {
  const trpc = useTRPC();
  const apps = useQuery(trpc.apps.list.queryOptions());
  const sessions = useQuery(trpc.sessions.list.queryOptions({}, { enabled: sessionId === null }));
  const asked = useSearchParams().get("app");

  const offered = apps.data && [...apps.data, agentsApp];
  function find(code: string | null | undefined): ChatApp | undefined {
    return offered?.find((app) => app.code === code);
  }
  function appOf(session: { app: { code: string } | null; isWithAgents: boolean } | undefined): ChatApp | undefined {
    return find(session?.isWithAgents ? agentsApp.code : session?.app?.code);
  }
  const lastUsed = sessions.data?.map(appOf).find((app) => app !== undefined);
  const forNew = asked === null ? (lastUsed ?? offered?.[0]) : find(asked);

  const [shown, setShown] = useState<string>();
  const isReading = sessionId !== null && session === undefined;
  const app = isReading ? find(shown) : sessionId === null ? forNew : appOf(session);
  if (app !== undefined && app.code !== shown) setShown(app.code);

  return {
    apps: { ...apps, data: offered },
    app,
    choose: (code) => window.history.replaceState(null, "", `?app=${encodeURIComponent(code)}`),
  };
}
