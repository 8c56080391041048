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
import { newTurn, type Turn, turnAgain } from "./turn";
import type { AttachmentItem, SessionList, Variants } from "./types";

export interface Outgoing {
  text: string;
  inputs: Record<string, Json>;
  attachments: readonly AttachmentItem[];
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
  /** What is on its way, so that it can be put back. */
  const outgoing = useRef<Outgoing | null>(null);

  const storedTurns = useMemo(() => (stored.data ? turnsOfHistory(stored.data) : []), [stored.data]);
  const turns = useMemo(() => withLiveTurn(storedTurns, live), [storedTurns, live]);
  const last = turns.at(-1);
  const isAnswering = last !== undefined && !isTerminal(last.status);
  const activeRunId = isAnswering ? last.runId : null;
  const earlierIds = useMemo(
    () => new Set(stored.data?.messages.flatMap((message) => (message.runId === activeRunId ? [] : [message.id]))),
    [stored.data, activeRunId],
  );

  async function refresh(id: string | null): Promise<void> {
    await Promise.all([
      id === null ? undefined : queryClient.invalidateQueries(trpc.sessions.get.queryFilter({ id })),
      queryClient.invalidateQueries(trpc.sessions.list.pathFilter()),
    ]);
  }

  useRunEvents(activeRunId, (event) => {
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
  function onAccepted(accepted: { runId: string; sessionId: string; isNewSession: boolean }): void {
    setLive((turn) => (turn ? { ...turn, runId: accepted.runId } : turn));
    if (isStopWanted.current) stopping.mutate({ runId: accepted.runId });
    if (accepted.isNewSession) onCreated(accepted.sessionId);
    // What is stored must know of the run, for whoever leaves and comes back before it has ended.
    void refresh(accepted.sessionId);
  }
  function onRefusal(error: { message: string }): void {
    setLive(null);
    if (outgoing.current) onRefused(outgoing.current, error.message);
    else toast.failed("The message could not be answered again", { description: error.message });
    // The refusal may tell that something has changed elsewhere: another answer is under way, the app is gone.
    void refresh(sessionId);
    void queryClient.invalidateQueries(trpc.apps.list.pathFilter());
  }
  const handlers = { onSuccess: onAccepted, onError: onRefusal };
  const sending = useMutation(trpc.sessions.send.mutationOptions(handlers));
  const editing = useMutation(trpc.sessions.edit.mutationOptions(handlers));
  const regenerating = useMutation(trpc.sessions.regenerate.mutationOptions(handlers));
  const switching = useMutation(
    trpc.sessions.switchBranch.mutationOptions({
      onSuccess: () => setLive(null),
      onError: (error) => toast.failed("The other version can not be shown now", { description: error.message }),
      onSettled: () => refresh(sessionId),
    }),
  );

  function begin(turn: Turn, message: Outgoing | null): void {
    isStopWanted.current = false;
    outgoing.current = message;
    setLive(turn);
  }
  function saidBy({ text, inputs, attachments }: Outgoing) {
    const attachmentIds = attachments.map((file) => file.id);
    return { message: text, inputs, idempotencyKey: newKey(), ...(attachmentIds.length > 0 ? { attachmentIds } : {}) };
  }

  return {
    stored,
    turns,
    isAnswering,
    isStopping: stopping.isPending,
    /** `appCode` is the app that a new conversation is with; a stored one goes on with its own. */
    send(message: Outgoing, appCode: string | undefined): void {
      begin(newTurn(message.text, message.attachments), message);
      sending.mutate({ ...(sessionId === null ? { appCode } : { sessionId }), ...saidBy(message) });
    },
    /** Says something else in the place of a turn's message; what followed it stays on its own branch. */
    edit(turn: Turn, message: Outgoing): void {
      if (sessionId === null || turn.userMessageId === null) return;
      begin({ ...newTurn(message.text, message.attachments), replacesRunId: turn.runId }, message);
      editing.mutate({ sessionId, messageId: turn.userMessageId, ...saidBy(message) });
    },
    /** Answers a turn's message once more; the answer so far stays on its own branch. */
    regenerate(turn: Turn): void {
      if (turn.runId === null) return;
      begin(turnAgain(turn), null);
      regenerating.mutate({ runId: turn.runId, idempotencyKey: newKey() });
    },
    switchTo({ seq, isEnd }: Variants["all"][number]): void {
      if (sessionId !== null) switching.mutate({ sessionId, seq, isEnd });
    },
    stop(): void {
      if (activeRunId === null) isStopWanted.current = true;
      else stopping.mutate({ runId: activeRunId });
    },
  };
}
