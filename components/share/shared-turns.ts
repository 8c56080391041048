import { newTurn, type Turn } from "@/components/chat/turn";

import type { StoredTurn } from "./share-api";

/** What is stored of a turn in the form in which turns are drawn. */
export function turnOfStored({ runId, status, userText, messages, error }: StoredTurn): Turn {
  return {
    ...newTurn(userText ?? ""),
    userText,
    runId,
    status,
    messages: messages.map((message) => ({ ...message, toolCalls: [] })),
    error: error === null ? null : { code: "internal", message: error },
  };
}
