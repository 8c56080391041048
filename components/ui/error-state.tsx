import { CircleX } from "lucide-react";

import { Button } from "./button";
import { cn } from "./cn";

interface ErrorStateProps {
  /** What could not be done: "The workflows could not be loaded." */
  title: string;
  /** The reason as the server gave it. */
  message?: string;
  onRetry?: () => void;
  isRetrying?: boolean;
  className?: string;
}

export function ErrorState({ title, message, onRetry, isRetrying = false, className }: ErrorStateProps) {
  return (
    <div
      data-slot="error-state"
      role="alert"
      className={cn("mx-auto flex max-w-100 flex-col items-center px-4 py-12 text-center", className)}
    >
      <CircleX aria-hidden className="mb-3 size-6 stroke-[1.5] text-failed" />
      <p className="text-base font-medium">{title}</p>
      {message ? <p className="mt-1 text-sm wrap-anywhere text-muted-foreground">{message}</p> : null}
      {onRetry ? (
        <Button className="mt-4" isBusy={isRetrying} onClick={onRetry}>
          Retry
        </Button>
      ) : null}
    </div>
  );
}
