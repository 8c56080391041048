"use client";

import { type FormEvent, type RefObject, useId, useState } from "react";

import { Button } from "./button";
import { Dialog, DialogClose, DialogContent } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";

const maxNameLength = 200;

interface RenameDialogProps {
  /** What is renamed, in one word: "workflow". */
  thing: string;
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onRename: (name: string) => void;
  /** Takes the focus when the dialog has closed: the menu entry that opened it is gone by then. */
  returnFocusTo?: RefObject<HTMLElement | null>;
}

/** Asks for a new name; an empty one is refused and the same one changes nothing. */
export function RenameDialog({ thing, name, isOpen, onOpenChange, onRename, returnFocusTo }: RenameDialogProps) {
  const formId = useId();
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title={`Rename ${thing}`}
        onCloseAutoFocus={(event) => {
          if (!returnFocusTo) return;
          event.preventDefault();
          returnFocusTo.current?.focus();
        }}
        size="sm"
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button variant="primary" type="submit" form={formId}>
              Rename
            </Button>
          </>
        }
      >
        <RenameForm
          formId={formId}
          thing={thing}
          name={name}
          onRename={(next) => {
            onOpenChange(false);
            if (next !== name) onRename(next);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

interface RenameFormProps extends Pick<RenameDialogProps, "thing" | "name" | "onRename"> {
  formId: string;
}

function RenameForm({ formId, thing, name, onRename }: RenameFormProps) {
  const [text, setText] = useState(name);
  const [error, setError] = useState<string>();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const next = text.trim();
    if (next === "") setError(`A ${thing} needs a name.`);
    else onRename(next);
  }

  return (
    <form id={formId} onSubmit={submit}>
      <Field label="Name" error={error}>
        {(control) => (
          <Input
            {...control}
            value={text}
            maxLength={maxNameLength}
            onFocus={(event) => event.target.select()}
            onChange={(event) => {
              setText(event.target.value);
              setError(undefined);
            }}
          />
        )}
      </Field>
    </form>
  );
}
