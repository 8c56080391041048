"use client";

import { type FormEvent, useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const maxTitleLength = 200;

interface RenameDialogProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onRename: (title: string) => void;
}

export function RenameDialog({ title, isOpen, onOpenChange, onRename }: RenameDialogProps) {
  const formId = useId();
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title="Rename conversation"
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
          title={title}
          onRename={(next) => {
            onOpenChange(false);
            if (next !== title) onRename(next);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function RenameForm({ formId, title, onRename }: { formId: string; title: string; onRename: (title: string) => void }) {
  const [text, setText] = useState(title);
  const [error, setError] = useState<string>();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const next = text.trim();
    if (next === "") setError("A conversation needs a name.");
    else onRename(next);
  }

  return (
    <form id={formId} onSubmit={submit}>
      <Field label="Name" error={error}>
        {(control) => (
          <Input
            {...control}
            value={text}
            maxLength={maxTitleLength}
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
