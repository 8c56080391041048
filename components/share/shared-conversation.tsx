"use client";

import { MessageSquarePlus } from "lucide-react";
import { useRef } from "react";

import { Composer, ComposerHint } from "@/components/chat/composer";
import { ConversationSkeleton } from "@/components/chat/conversation-skeleton";
import { MessageList } from "@/components/chat/message-list";
import type { ChatApp } from "@/components/chat/types";
import { useComposer } from "@/components/chat/use-composer";
import { Welcome } from "@/components/chat/welcome";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

import { SharedTurn } from "./shared-turn";
import { useSharedConversation } from "./use-shared-conversation";

const noInputs = {};

/** A visitor talking to a shared app. */
export function SharedConversation({ shareKey, app }: { shareKey: string; app: ChatApp }) {
  const textRef = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(app, noInputs);
  const { stored, turns, isAnswering, ...conversation } = useSharedConversation({
    shareKey,
    onRefused: (message, reason) => composer.putBack(message, reason),
  });

  function send(text: string, isWritten = false): void {
    const message = isAnswering ? undefined : composer.take(text);
    if (!message) return;
    if (isWritten) composer.change({ text: "" });
    conversation.send(message);
    textRef.current?.focus();
  }

  function renderMessages() {
    if (turns.length > 0) return <MessageList turns={turns} renderTurn={(turn) => <SharedTurn turn={turn} />} />;
    if (stored.isPending) return <ConversationSkeleton />;
    if (stored.error) {
      return (
        <ErrorState
          className="my-auto"
          title="The conversation could not be loaded."
          message={stored.error.message}
          onRetry={() => void stored.refetch()}
          isRetrying={stored.isFetching}
        />
      );
    }
    return <Welcome app={app} onSuggestion={send} />;
  }

  return (
    <main className="flex h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b border-border px-4">
        <h1 className="min-w-0 flex-1 truncate text-sm font-semibold">{app.name}</h1>
        {turns.length > 0 ? (
          <Button
            size="sm"
            variant="ghost"
            disabled={isAnswering}
            onClick={() => {
              conversation.startAnew();
              textRef.current?.focus();
            }}
          >
            <MessageSquarePlus aria-hidden />
            New conversation
          </Button>
        ) : null}
      </header>
      {renderMessages()}
      <Composer
        state={composer.state}
        onChange={composer.change}
        inputs={composer.inputs}
        aside={<ComposerHint isAnswering={false} />}
        placeholder={`Message ${app.name}`}
        canSend
        isAnswering={isAnswering}
        isStopping={conversation.isStopping}
        onSend={() => send(composer.state.text, true)}
        onStop={conversation.stop}
        textRef={textRef}
      />
    </main>
  );
}
