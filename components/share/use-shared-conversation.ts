"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { v4 as newKey } from "uuid";

import { applyEvent } from "@/components/chat/conversation";
import { withLiveTurn } from "@/components/chat/history";
import { newTurn, type Turn } from "@/components/chat/turn";
import { useRunEvents } from "@/components/events/use-event-stream";
import { toast } from "@/components/ui/toast";
import type { Json } from "@/server/domain/json";
import { isTerminal } from "@/server/domain/run/status";

import {
  readSharedConversation,
  sendToSharedApp,
  sharedRunEventsHref,
  type StoredConversation,
  stopSharedRun,
} from "./share-api";
import { turnOfStored } from "./shared-turns";

const noIds: ReadonlySet<string> = new Set();

interface Outgoing {
  text: string;
  inputs: Record<string, Json>;
}

interface SharedOptions {
  shareKey: string;
  onRefused: (message: Outgoing, reason: string) => void;
}

/** A visitor's conversation with a shared app: what is stored, and the answer that streams into it. */
export function useSharedConversation({ shareKey, onRefused }: SharedOptions) {
  const queryClient = useQueryClient();
  const queryKey = ["shared-conversation", shareKey];
  const stored = useQuery({ queryKey, queryFn: () => readSharedConversation(shareKey), retry: false });
  const [live, setLive] = useState<Turn | null>(null);
  /** A conversation that the visitor is done with; the server still names it until another begins. */
  const [leftId, setLeftId] = useState<string | null>(null);
  const shown = stored.data && stored.data.sessionId !== leftId ? stored.data : null;

  const turns = useMemo(() => withLiveTurn(shown?.turns.map(turnOfStored) ?? [], live), [shown, live]);
  const last = turns.at(-1);
  const isAnswering = last !== undefined && !isTerminal(last.status);
  const activeRunId = isAnswering ? last.runId : null;

  useRunEvents(
    activeRunId,
    (event) => {
      // A snapshot holds the whole conversation; what is stored is read again soon, so it is left out here.
      if (event.type !== "MESSAGES_SNAPSHOT") {
        setLive((before) => {
          const turn = before?.runId === activeRunId ? before : turns.find((other) => other.runId === activeRunId);
          return turn ? applyEvent(turn, event, noIds, "end_user") : before;
        });
      }
      if (event.type === "RUN_FINISHED" || event.type === "RUN_ERROR") void queryClient.invalidateQueries({ queryKey });
    },
    (runId) => sharedRunEventsHref(shareKey, runId),
  );

  const sending = useMutation({
    mutationFn: ({ text, inputs }: Outgoing) =>
      sendToSharedApp(shareKey, {
        sessionId: shown?.sessionId ?? null,
        message: text,
        inputs,
        idempotencyKey: newKey(),
      }),
    onSuccess: ({ runId, sessionId }) => {
      setLive((turn) => (turn ? { ...turn, runId } : turn));
      queryClient.setQueryData<StoredConversation | null>(queryKey, (known) =>
        known?.sessionId === sessionId ? known : { sessionId, turns: [] },
      );
      void queryClient.invalidateQueries({ queryKey });
    },
    onError: (error, message) => {
      setLive(null);
      onRefused(message, error.message);
      void queryClient.invalidateQueries({ queryKey });
    },
  });
  const stopping = useMutation({
    mutationFn: (runId: string) => stopSharedRun(shareKey, runId),
    onError: (error) => toast.failed("The answer could not be stopped", { description: error.message }),
  });

  return {
    stored,
    turns,
    isAnswering,
    isStopping: stopping.isPending,
    send(message: Outgoing): void {
      setLive(newTurn(message.text));
      sending.mutate(message);
    },
    stop(): void {
      if (activeRunId !== null) stopping.mutate(activeRunId);
    },
    /** Leaves the conversation for a new one, which begins with its first message. */
    startAnew(): void {
      setLive(null);
      setLeftId(stored.data?.sessionId ?? null);
    },
  };
}
