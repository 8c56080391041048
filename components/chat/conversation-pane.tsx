"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";

import { appCodeOf } from "./agents-app";
import { AppPicker } from "./app-picker";
import { Composer, ComposerHint } from "./composer";
import { ConversationHeader } from "./conversation-header";
import { ConversationSkeleton } from "./conversation-skeleton";
import { AppsUnavailable, ConversationUnavailable, NotPublished } from "./unavailable";
import { MessageList } from "./message-list";
import { useChatApp } from "./use-chat-app";
import { TurnView } from "./turn-view";
import { useAttachments } from "./use-attachments";
import { useComposer } from "./use-composer";
import { useConversation } from "./use-conversation";
import { useFileDrop } from "./use-file-drop";
import { useStableActions } from "./use-stable-actions";
import { Welcome } from "./welcome";

interface ConversationPaneProps {
  /** Null for a new conversation. */
  sessionId: string | null;
  onCreated: (sessionId: string) => void;
}

/** One conversation: its header, its messages and where the next one is written. */
export function ConversationPane({ sessionId, onCreated }: ConversationPaneProps) {
  const textRef = useRef<HTMLTextAreaElement>(null);
  const conversation = useConversation({
    sessionId,
    onCreated,
    onRefused: (message, reason) => {
      composer.putBack(message, reason);
      attachments.putBack(message.attachments);
    },
  });
  const { stored, turns, isAnswering, stop } = conversation;
  const { apps, app, choose } = useChatApp(sessionId, stored.data);
  const composer = useComposer(app, stored.data?.lastInputs ?? {});
  const attachments = useAttachments();
  const [editedRunId, setEditedRunId] = useState<string | null>(null);
  const actions = useStableActions({
    beginEdit: (turn) => setEditedRunId(turn.runId),
    cancelEdit: () => {
      setEditedRunId(null);
      textRef.current?.focus();
    },
    edit: (turn, text, files) => {
      const message = isAnswering || !app ? undefined : composer.take(text);
      if (!message) return;
      setEditedRunId(null);
      conversation.edit(turn, { ...message, attachments: files });
      textRef.current?.focus();
    },
    regenerate: (turn) => {
      if (!isAnswering) conversation.regenerate(turn);
    },
    switchTo: conversation.switchTo,
  });

  const stopOnEscape = useEffectEvent((event: KeyboardEvent) => {
    // An open menu or dialog has taken the key for itself.
    if (event.key === "Escape" && !event.defaultPrevented) stop();
  });
  // The keyboard belongs to the browser.
  useEffect(() => {
    if (!isAnswering) return undefined;
    window.addEventListener("keydown", stopOnEscape);
    return () => window.removeEventListener("keydown", stopOnEscape);
  }, [isAnswering]);

  // So does the focus; on a touch screen it would raise the keyboard over the conversation.
  useEffect(() => {
    if (window.matchMedia("(pointer: fine)").matches) textRef.current?.focus();
  }, []);

  function send(text: string, isWritten = false): void {
    const message = isAnswering || !app ? undefined : composer.take(text);
    if (!message) return;
    if (isWritten) composer.change({ text: "" });
    conversation.send({ ...message, attachments: isWritten ? attachments.take() : [] }, appCodeOf(app));
    textRef.current?.focus();
  }

  function renderMessages() {
    if (turns.length > 0)
      return (
        <MessageList
          turns={turns}
          heldRunId={editedRunId}
          renderTurn={(turn, { isLast }) => (
            <TurnView
              turn={turn}
              isLast={isLast}
              isEditing={turn.runId !== null && turn.runId === editedRunId}
              isLocked={isAnswering}
              actions={actions}
            />
          )}
        />
      );
    if (apps.error)
      return <AppsUnavailable error={apps.error} onRetry={() => void apps.refetch()} isRetrying={apps.isFetching} />;
    if (stored.error)
      return (
        <ConversationUnavailable
          error={stored.error}
          onRetry={() => void stored.refetch()}
          isRetrying={stored.isFetching}
        />
      );
    if (apps.data === undefined || (sessionId !== null && stored.data === undefined)) return <ConversationSkeleton />;
    return <Welcome app={app} onSuggestion={send} />;
  }

  const isKnown = apps.data !== undefined && (sessionId === null || stored.data !== undefined || turns.length > 0);
  const isGone = isKnown && sessionId !== null && stored.data !== undefined && app === undefined;
  const canWrite = isKnown && !isGone;
  const lastSaid = turns.findLast((turn) => turn.userMessageId !== null);
  const drop = useFileDrop(canWrite ? attachments.add : null);
  return (
    <section aria-label="Conversation" className="relative flex min-h-0 min-w-0 flex-1 flex-col" {...drop.handlers}>
      {drop.isOver ? <DropHint /> : null}
      <ConversationHeader
        sessionId={sessionId}
        session={stored.data}
        appCode={appCodeOf(app)}
        fallbackTitle={turns[0]?.userText ?? (sessionId === null ? "New conversation" : "Conversation")}
      />
      {renderMessages()}
      {isGone ? <NotPublished /> : null}
      {canWrite ? (
        <Composer
          state={composer.state}
          onChange={composer.change}
          inputs={composer.inputs}
          attachments={attachments}
          aside={
            sessionId === null && turns.length === 0 ? (
              <AppPicker apps={apps.data ?? []} value={app?.code} onValueChange={choose} />
            ) : (
              <ComposerHint isAnswering={isAnswering} />
            )
          }
          placeholder={app ? `Message ${app.name}` : "Choose an app first"}
          canSend={app !== undefined}
          isAnswering={isAnswering}
          isStopping={conversation.isStopping}
          onSend={() => send(composer.state.text, true)}
          onStop={stop}
          onEditLast={lastSaid && !isAnswering ? () => actions.beginEdit(lastSaid) : undefined}
          textRef={textRef}
        />
      ) : null}
    </section>
  );
}

function DropHint() {
  return (
    <div className="pointer-events-none absolute inset-2 z-10 flex items-center justify-center rounded-lg border-2 border-dashed border-neutral-8 bg-background/85">
      <p className="text-base font-medium">Drop files to send them with the message</p>
    </div>
  );
}
