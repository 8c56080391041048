"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";

import type { AppItem, SessionDetail } from "./types";

interface ChatApp {
  apps: { data: AppItem[] | undefined; error: { message: string } | null; isFetching: boolean; refetch: () => unknown };
  /** The app that is talked to; undefined when none is chosen, or when it is not published any more. */
  app: AppItem | undefined;
  /** Chooses the app of a new conversation, in the address. */
  choose: (code: string) => void;
}

/**
 * The app of a conversation; while a stored one is still being read, the one that was shown before. A new one is with the app in the address, else with the one talked to last, else
 * with the first.
 */
export function useChatApp(sessionId: string | null, session: SessionDetail | undefined): ChatApp {
  const trpc = useTRPC();
  const apps = useQuery(trpc.apps.list.queryOptions());
  const sessions = useQuery(trpc.sessions.list.queryOptions({}, { enabled: sessionId === null }));
  const asked = useSearchParams().get("app");

  function find(code: string | null | undefined): AppItem | undefined {
    return apps.data?.find((app) => app.code === code);
  }
  const lastUsed = sessions.data?.map((item) => find(item.app?.code)).find((app) => app !== undefined);
  const forNew = asked === null ? (lastUsed ?? apps.data?.[0]) : find(asked);

  const [shown, setShown] = useState<string>();
  const isReading = sessionId !== null && session === undefined;
  const app = isReading ? find(shown) : sessionId === null ? forNew : find(session?.app?.code);
  if (app !== undefined && app.code !== shown) setShown(app.code);

  return {
    apps,
    app,
    choose: (code) => window.history.replaceState(null, "", `?app=${encodeURIComponent(code)}`),
  };
}
