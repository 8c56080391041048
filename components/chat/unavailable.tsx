import { MessageSquareOff } from "lucide-react";
import Link from "next/link";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";

import { chatHref } from "./conversation-address";

interface UnavailableProps {
  error: { message: string; data?: { errorCode?: string } | null };
  onRetry: () => void;
  isRetrying: boolean;
}

/** Said when it is not known which apps there are. */
export function AppsUnavailable({ error, onRetry, isRetrying }: UnavailableProps) {
  return (
    <ErrorState
      className="my-auto"
      title="The apps could not be loaded."
      message={error.message}
      onRetry={onRetry}
      isRetrying={isRetrying}
    />
  );
}

/** Said instead of a conversation that is gone or can not be read now. */
export function ConversationUnavailable({ error, onRetry, isRetrying }: UnavailableProps) {
  if (error.data?.errorCode !== "not_found") {
    return (
      <ErrorState
        className="my-auto"
        title="The conversation could not be loaded."
        message={error.message}
        onRetry={onRetry}
        isRetrying={isRetrying}
      />
    );
  }
  return (
    <EmptyState
      className="my-auto"
      icon={<MessageSquareOff aria-hidden />}
      title="There is no such conversation"
      description="It was deleted, or its address is not quite right."
      actions={
        <Button asChild>
          <Link href={chatHref()}>New conversation</Link>
        </Button>
      }
    />
  );
}

/** Stands in the place of the composer when the app can not be talked to any more. */
export function NotPublished() {
  return (
    <p className="mx-auto w-full max-w-180 px-4 pb-5 text-center text-sm text-muted-foreground">
      The app of this conversation is not published any more.{" "}
      <Link
        href={chatHref()}
        className="rounded-sm underline decoration-neutral-8 underline-offset-2 hover:text-foreground"
      >
        Start a new conversation
      </Link>
    </p>
  );
}
