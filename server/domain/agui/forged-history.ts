import type { ClaimedMessage } from "./input";

/** A message as the server has it. */
interface KnownMessage {
  id: string;
  content: string;
  toolCalls?: { id: string }[] | null;
  toolCallId?: string | null;
}

/**
 * The messages of a client's history that the server's record does not know: everything but a user's own words counts, since
 * those could speak for the system, a tool or the model. They are never used; this says what there is to write down.
 */
export function findForged(claims: readonly ClaimedMessage[], record: readonly KnownMessage[]): ClaimedMessage[] {
  const ids = new Set(record.map((message) => message.id));
  const callIds = new Set(record.flatMap((message) => message.toolCalls ?? []).map((call) => call.id));
  const results = new Set(record.flatMap((message) => (message.toolCallId ? [resultKey(message)] : [])));
  return claims.filter((claim) => {
    switch (claim.role) {
      case "user":
      case "activity":
      case "reasoning":
        return false;
      case "assistant":
        // A client that was told of a call without its message names the message after the call.
        return !ids.has(claim.id) && !(callIds.has(claim.id) && claim.content === "");
      case "tool":
        return !results.has(resultKey(claim));
      default:
        return true;
    }
  });
}

function resultKey({ toolCallId, content }: { toolCallId?: string | null; content: string }): string {
  return JSON.stringify([toolCallId, content]);
}
