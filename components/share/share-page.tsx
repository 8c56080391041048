"use client";

import { useQuery } from "@tanstack/react-query";
import { Unlink } from "lucide-react";

import { ConversationSkeleton } from "@/components/chat/conversation-skeleton";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";

import { PasswordForm } from "./password-form";
import { readSharedApp, ShareRefusal } from "./share-api";
import { SharedConversation } from "./shared-conversation";

/** The public page of an app: its password where it has one, then the conversation. */
export function SharePage({ shareKey }: { shareKey: string }) {
  const app = useQuery({
    queryKey: ["shared-app", shareKey],
    queryFn: () => readSharedApp(shareKey),
    retry: (failures, error) => !(error instanceof ShareRefusal) && failures < 2,
  });
  if (app.data) {
    return (
      <>
        <title>{app.data.name}</title>
        <SharedConversation shareKey={shareKey} app={app.data} />
      </>
    );
  }
  if (app.error instanceof ShareRefusal && app.error.code === "password_required")
    return <PasswordForm shareKey={shareKey} onEntered={() => void app.refetch()} />;
  return (
    <main className="flex h-dvh flex-col">
      {app.error instanceof ShareRefusal && app.error.code === "not_found" ? (
        <EmptyState
          className="m-auto"
          icon={<Unlink aria-hidden />}
          title="This link leads nowhere any more"
          description="It was taken back or replaced. Ask whoever gave it to you for a new one."
        />
      ) : app.error ? (
        <ErrorState
          className="m-auto"
          title="The page could not be loaded."
          message={app.error.message}
          onRetry={() => void app.refetch()}
          isRetrying={app.isFetching}
        />
      ) : (
        <ConversationSkeleton />
      )}
    </main>
  );
}
