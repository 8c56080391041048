"use client";

import { useState } from "react";

/**
 * Text that is not always a value: what is typed stays as typed, while the value follows whenever the text can be read. When
 * the value changes elsewhere (an undo), the text follows it. `written` is the value as text.
 */
export function useTextDraft(written: string): { text: string; setText: (text: string, writtenAfter: string) => void } {
  const [draft, setDraft] = useState({ text: written, written });
  if (draft.written !== written) {
    setDraft({ text: written, written });
    return { text: written, setText: (text, writtenAfter) => setDraft({ text, written: writtenAfter }) };
  }
  return { text: draft.text, setText: (text, writtenAfter) => setDraft({ text, written: writtenAfter }) };
}
