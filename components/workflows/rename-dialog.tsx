"use client";

import { type FormEvent, type RefObject, useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const maxNameLength = 200;

interface RenameDialogProps {
  name: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onRename: (name: string) => void;
  /** Takes the focus when the dialog has closed: the menu entry that opened it is gone by then. */
  returnFocusTo: RefObject<HTMLElement | null>;
}

export function RenameDialog({ name, isOpen, onOpenChange, onRename, returnFocusTo }: RenameDialogProps) {
  const formId = useId();
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title="Rename workflow"
        onCloseAutoFocus={(event) => {
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

function RenameForm({ formId, name, onRename }: { formId: string; name: string; onRename: (name: string) => void }) {
  const [text, setText] = useState(name);
  const [error, setError] = useState<string>();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const next = text.trim();
    if (next === "") setError("A workflow needs a name.");
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
