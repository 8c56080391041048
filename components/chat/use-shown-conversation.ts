"use client";

import { usePathname } from "next/navigation";
import { useState } from "react";

import { chatHref, sessionIdOf } from "./conversation-address";

interface ShownConversation {
  /** Changes whenever another conversation is shown, and not when a new one gets its id. */
  key: string;
  /** Null for a new conversation. */
  sessionId: string | null;
  /** Gives a new conversation its id, in the address too, without leaving it. */
  adopt: (sessionId: string) => void;
}

/**
 * Which conversation the address asks for. The router follows a changed address a moment later than the state here, so the new
 * conversation keeps its own id meanwhile.
 */
export function useShownConversation(): ShownConversation {
  const named = sessionIdOf(usePathname());
  const [shown, setShown] = useState(named);
  const [draft, setDraft] = useState<{ number: number; sessionId: string | null }>({ number: 0, sessionId: null });
  if (shown !== named) {
    setShown(named);
    if (named === null) setDraft({ number: draft.number + 1, sessionId: null });
  }

  const sessionId = named ?? draft.sessionId;
  return {
    key: sessionId === draft.sessionId ? `draft ${draft.number}` : String(sessionId),
    sessionId,
    adopt(id) {
      setDraft((current) => ({ ...current, sessionId: id }));
      window.history.replaceState(null, "", chatHref({ id }));
    },
  };
}
