"use client";

import { Check, Copy, Pencil, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";

import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useCopy } from "@/components/ui/use-copy";

import { MessageFiles } from "./message-files";
import type { Turn } from "./turn";
import type { TurnActions } from "./turn-actions";
import { VariantSwitch } from "./variant-switch";

interface UserMessageProps {
  turn: Turn;
  text: string;
  isEditing: boolean;
  /** Nothing in the conversation can change now. */
  isLocked: boolean;
  /** Absent where the conversation is only read on. */
  actions?: TurnActions;
}

/** What a person said, with the files that came with it; pointed at, it can be copied and said differently. */
export function UserMessage({ turn, text, isEditing, isLocked, actions }: UserMessageProps) {
  if (isEditing && actions) return <EditMessage turn={turn} text={text} actions={actions} />;
  return (
    <div className="group/said">
      <article aria-label="You">
        <MessageFiles files={turn.attachments} />
        <div className="flex justify-end">
          <p
            dir="auto"
            className="max-w-[88%] rounded-lg bg-selected px-3.5 py-2 text-base whitespace-pre-wrap wrap-anywhere"
          >
            {text}
          </p>
        </div>
      </article>
      {actions ? <UserMessageFooter turn={turn} text={text} isLocked={isLocked} actions={actions} /> : null}
    </div>
  );
}

function UserMessageFooter({
  turn,
  text,
  isLocked,
  actions,
}: Omit<UserMessageProps, "isEditing" | "actions"> & { actions: TurnActions }) {
  const { state, copy } = useCopy();
  return (
    <footer className="mt-1 -mr-1.5 flex h-7 items-center justify-end">
      <div className="flex items-center text-faint opacity-0 transition-opacity group-focus-within/said:opacity-100 group-hover/said:opacity-100 pointer-coarse:opacity-100">
        <IconButton
          label="Copy message"
          size="sm"
          tooltip={state === "refused" ? "The browser refused to copy" : undefined}
          onClick={() => void copy(text)}
        >
          {state === "copied" ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
        </IconButton>
        {turn.userMessageId === null ? null : (
          <IconButton label="Edit message" size="sm" disabled={isLocked} onClick={() => actions.beginEdit(turn)}>
            <Pencil aria-hidden />
          </IconButton>
        )}
      </div>
      <VariantSwitch
        variants={turn.messageVariants}
        thing="message"
        isDisabled={isLocked}
        onChoose={actions.switchTo}
      />
    </footer>
  );
}

function EditMessage({ turn, text, actions }: { turn: Turn; text: string; actions: TurnActions }) {
  const [draft, setDraft] = useState(text);
  const [files, setFiles] = useState(turn.attachments);
  const isReady = draft.trim() !== "";

  function send(): void {
    if (isReady) actions.edit(turn, draft, files);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      actions.cancelEdit();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="rounded-lg border border-input bg-card focus-within:border-neutral-8"
    >
      {files.length > 0 ? (
        <ul aria-label="Files of the message" className="flex flex-wrap gap-2 px-3 pt-3">
          {files.map((file) => (
            <li
              key={file.id}
              className="flex items-center gap-1 rounded-md border border-border bg-sunken pl-2 text-xs"
            >
              <span className="max-w-44 truncate">{file.name}</span>
              <IconButton
                label={`Remove ${file.name}`}
                size="sm"
                onClick={() => setFiles(files.filter((other) => other.id !== file.id))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <textarea
        // The person asked to write here.
        ref={(element) => {
          if (element && document.activeElement !== element && !element.dataset.met) {
            element.dataset.met = "true";
            element.focus();
            element.setSelectionRange(element.value.length, element.value.length);
          }
        }}
        aria-label="Edit message"
        value={draft}
        rows={1}
        dir="auto"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-80 min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-base outline-none"
      />
      <div className="flex items-center justify-end gap-2 p-2">
        <p className="mr-auto pl-1.5 text-xs text-faint">What followed stays as another version.</p>
        <Button size="sm" variant="ghost" onClick={actions.cancelEdit}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit" disabled={!isReady}>
          Send
        </Button>
      </div>
    </form>
  );
}
