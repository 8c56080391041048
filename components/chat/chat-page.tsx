"use client";

import { ConversationPane } from "./conversation-pane";
import { useShownConversation } from "./use-shown-conversation";

/** The conversation that the address asks for, or a new one. */
export function ChatPage() {
  const { key, sessionId, adopt } = useShownConversation();
  return <ConversationPane key={key} sessionId={sessionId} onCreated={adopt} />;
}
