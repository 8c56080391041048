"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { v4 as newKey } from "uuid";

import { useRunEvents } from "@/components/events/use-event-stream";
import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";
import type { Json } from "@/server/domain/json";
import { isTerminal } from "@/server/domain/run/status";

import { applyEvent } from "./conversation";
import { turnsOfHistory, withLiveTurn } from "./history";
import { newTurn, type Turn } from "./turn";
import type { SessionList } from "./types";

export interface Outgoing {
  text: string;
  inputs: Record<string, Json>;
}

interface ConversationOptions {
  /** Null for one that begins with its first message. */
  sessionId: string | null;
  onCreated: (sessionId: string) => void;
  /** The server did not take a message; it is not in the conversation. */
  onRefused: (message: Outgoing, reason: string) => void;
}

/**
 * A conversation as it is stored, with the turn that is being answered streaming into it. A reload in mid-answer reads the
 * stream from its beginning, so nothing of it is lost; when a run has ended, the stored form takes over.
 */
export function useConversation({ sessionId, onCreated, onRefused }: ConversationOptions) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stored = useQuery(trpc.sessions.get.queryOptions({ id: sessionId ?? "" }, { enabled: sessionId !== null }));
  const [live, setLive] = useState<Turn | null>(null);
  /** Stop was pressed before the server had given the run its id. */
  const isStopWanted = useRef(false);

  const storedTurns = useMemo(() => (stored.data ? turnsOfHistory(stored.data) : []), [stored.data]);
  const turns = useMemo(() => withLiveTurn(storedTurns, live), [storedTurns, live]);
  const last = turns.at(-1);
  const isAnswering = last !== undefined && !isTerminal(last.status);
  const activeRunId = isAnswering ? last.runId : null;

  async function refresh(id: string | null): Promise<void> {
    await Promise.all([
      id === null ? undefined : queryClient.invalidateQueries(trpc.sessions.get.queryFilter({ id })),
      queryClient.invalidateQueries(trpc.sessions.list.pathFilter()),
    ]);
  }

  useRunEvents(activeRunId, (event) => {
    const earlierIds = new Set(
      stored.data?.messages.flatMap((message) => (message.runId === activeRunId ? [] : [message.id])),
    );
    setLive((before) => {
      const turn = before?.runId === activeRunId ? before : turns.find((other) => other.runId === activeRunId);
      return turn ? applyEvent(turn, event, earlierIds) : before;
    });
    if (event.type === "RUN_FINISHED" || event.type === "RUN_ERROR") {
      queryClient.setQueriesData<SessionList>(trpc.sessions.list.pathFilter(), (list) =>
        list?.map((session) => (session.activeRunId === activeRunId ? { ...session, activeRunId: null } : session)),
      );
      void refresh(sessionId);
    }
  });

  const stopping = useMutation(
    trpc.runs.stop.mutationOptions({
      onError: (error) => toast.failed("The answer could not be stopped", { description: error.message }),
    }),
  );
  const sending = useMutation(
    trpc.sessions.send.mutationOptions({
      onSuccess: (accepted) => {
        setLive((turn) => (turn ? { ...turn, runId: accepted.runId } : turn));
        if (isStopWanted.current) stopping.mutate({ runId: accepted.runId });
        if (accepted.isNewSession) onCreated(accepted.sessionId);
        // What is stored must know of the run, for whoever leaves and comes back before it has ended.
        void refresh(accepted.sessionId);
      },
      onError: (error, { message, inputs = {} }) => {
        setLive(null);
        onRefused({ text: message, inputs }, error.message);
        // The refusal may tell that something has changed elsewhere: another answer is under way, the app is gone.
        void refresh(sessionId);
        void queryClient.invalidateQueries(trpc.apps.list.pathFilter());
      },
    }),
  );

  return {
    stored,
    turns,
    isAnswering,
    isStopping: stopping.isPending,
    /** `appCode` is the app that a new conversation is with; a stored one goes on with its own. */
    send({ text, inputs }: Outgoing, appCode: string | undefined): void {
      isStopWanted.current = false;
      setLive(newTurn(text));
      sending.mutate({
        ...(sessionId === null ? { appCode } : { sessionId }),
        message: text,
        inputs,
        idempotencyKey: newKey(),
      });
    },
    stop(): void {
      if (activeRunId === null) isStopWanted.current = true;
      else stopping.mutate({ runId: activeRunId });
    },
  };
}
