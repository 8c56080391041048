"use client";

import { ErrorState } from "@/components/ui/error-state";

interface ErrorPageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const reference = error.digest ? ` Reference ${error.digest}, also in the server's log.` : "";
  return (
    <ErrorState
      title="This page could not be shown."
      message={`${error.message}${reference}`}
      onRetry={retry}
      className="m-auto"
    />
  );
}
