"use client";

import { ArrowUp, Paperclip, SlidersHorizontal, Square } from "lucide-react";
import {
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from "react";

import { InputControl } from "@/components/inputs/input-control";
import type { InputTexts } from "@/components/inputs/read-inputs";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { acceptedFiles } from "@/server/domain/attachments/file-type";
import type { WorkflowInput } from "@/server/domain/workflow/schema";

import { AddedFiles } from "./added-files";
import type { UsedAttachments } from "./use-attachments";

const largestMessage = 100_000;

export interface ComposerState {
  text: string;
  inputs: InputTexts;
  /** What is wrong with an input, by its name. */
  inputErrors: Readonly<Record<string, string>>;
  /** Why the last message was not taken. */
  refusal: string | null;
}

interface ComposerProps {
  state: ComposerState;
  onChange: (change: Partial<ComposerState>) => void;
  /** What the app asks for beyond the message. */
  inputs: readonly WorkflowInput[];
  /** The files that go with the message; absent where none can be sent. */
  attachments?: UsedAttachments;
  /** Stands at the left of the foot: which app one talks to. */
  aside: ReactNode;
  placeholder: string;
  /** Whether there is somebody to send it to. */
  canSend: boolean;
  isAnswering: boolean;
  isStopping: boolean;
  onSend: () => void;
  onStop: () => void;
  /** Begins to edit what was sent last; absent where it can not be. */
  onEditLast?: () => void;
  textRef: RefObject<HTMLTextAreaElement | null>;
}

/** Where a message is written. Enter sends, Shift+Enter begins a line; while an answer comes, Stop stands in the place of Send. */
export function Composer({
  state,
  onChange,
  inputs,
  attachments,
  aside,
  placeholder,
  canSend,
  isAnswering,
  isStopping,
  onSend,
  onStop,
  onEditLast,
  textRef,
}: ComposerProps) {
  const isHydrated = useIsHydrated();
  const [isOpen, setOpen] = useState(true);
  const hasInputErrors = Object.keys(state.inputErrors).length > 0;
  const isReady = canSend && state.text.trim() !== "" && !isAnswering && !attachments?.isUploading;

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (isReady) onSend();
  }

  function onPaste(event: ClipboardEvent): void {
    // Text with pictures in it, as spreadsheets give it, is pasted as text.
    const { files, types } = event.clipboardData;
    if (!attachments || files.length === 0 || types.includes("text/plain")) return;
    event.preventDefault();
    attachments.add(files);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "ArrowUp" && state.text === "" && onEditLast) {
      event.preventDefault();
      onEditLast();
      return;
    }
    // While an input method composes a character, Enter chooses it.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  }

  return (
    <form onSubmit={submit} className="mx-auto w-full max-w-180 px-4 pb-4">
      {state.refusal === null ? null : (
        <p
          role="alert"
          className="mb-2 rounded-md border border-failed-line bg-failed-soft px-3 py-1.5 text-sm wrap-anywhere text-failed"
        >
          {state.refusal}
        </p>
      )}
      <div className="rounded-lg border border-input bg-card transition-colors focus-within:border-neutral-8">
        {inputs.length > 0 && (isOpen || hasInputErrors) ? (
          <fieldset
            disabled={!isHydrated}
            aria-label="Inputs"
            className="grid max-h-60 gap-x-4 gap-y-3 overflow-y-auto border-b border-border px-3 pt-2 pb-3 sm:grid-cols-2"
          >
            {inputs.map((input) => (
              <Field
                key={input.name}
                label={input.title ?? input.name}
                help={input.description}
                error={state.inputErrors[input.name]}
                isRequired={input.required}
              >
                {(control) => (
                  <InputControl
                    control={control}
                    input={input}
                    value={state.inputs[input.name] ?? ""}
                    onChange={(value) =>
                      onChange({ inputs: { ...state.inputs, [input.name]: value }, inputErrors: {} })
                    }
                  />
                )}
              </Field>
            ))}
          </fieldset>
        ) : null}
        {attachments ? <AddedFiles files={attachments.files} onRemove={attachments.remove} /> : null}
        <textarea
          ref={textRef}
          aria-label="Message"
          rows={1}
          maxLength={largestMessage}
          placeholder={placeholder}
          value={state.text}
          readOnly={!isHydrated}
          onChange={(event) => onChange({ text: event.target.value, refusal: null })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          dir="auto"
          className="field-sizing-content block max-h-52 min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-base outline-none"
        />
        <div className="flex items-center gap-1 p-1.5">
          {attachments ? <AttachButton isDisabled={!isHydrated} onFiles={attachments.add} /> : null}
          {aside}
          {inputs.length > 0 ? (
            <Button variant="ghost" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              <SlidersHorizontal aria-hidden />
              Inputs
            </Button>
          ) : null}
          <div className="flex-1" />
          {isAnswering ? (
            <IconButton label="Stop" tooltip="Stop (Esc)" variant="secondary" isBusy={isStopping} onClick={onStop}>
              {isStopping ? null : <Square aria-hidden className="size-3 fill-current" />}
            </IconButton>
          ) : (
            <IconButton label="Send" tooltip="Send (Enter)" variant="primary" type="submit" disabled={!isReady}>
              <ArrowUp aria-hidden />
            </IconButton>
          )}
        </div>
      </div>
    </form>
  );
}

function AttachButton({ isDisabled, onFiles }: { isDisabled: boolean; onFiles: (files: Iterable<File>) => void }) {
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label="Add files" disabled={isDisabled} onClick={() => inputRef.current?.click()}>
        <Paperclip aria-hidden />
      </IconButton>
      <input
        ref={inputRef}
        type="file"
        multiple
        disabled={isDisabled}
        accept={acceptedFiles}
        aria-label="Files to add"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file may be chosen again after it was taken out.
          target.value = "";
        }}
      />
    </>
  );
}

/** What the keyboard does here, for those who have one. */
export function ComposerHint({ isAnswering }: { isAnswering: boolean }) {
  return (
    <p className="hidden items-center gap-1 pl-2 text-xs text-faint sm:flex pointer-coarse:hidden">
      {isAnswering ? (
        <>
          <Kbd>Esc</Kbd> to stop
        </>
      ) : (
        <>
          <Kbd>Shift</Kbd>
          <Kbd>Enter</Kbd> for a new line
        </>
      )}
    </p>
  );
}
