"use client";

import { type FormEvent, useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { keyProblem, type RuntimeSection } from "@/server/domain/runtime-config/sections";

import { sectionWords } from "./field-specs";

interface AddEntryDialogProps {
  section: RuntimeSection;
  taken: readonly string[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAdd: (key: string) => void;
}

/** Asks for the name of a new entry, by which others will refer to it. */
export function AddEntryDialog({ section, taken, isOpen, onOpenChange, onAdd }: AddEntryDialogProps) {
  const formId = useId();
  const { one } = sectionWords[section];
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title={`Add a ${one}`.replace("a agent", "an agent")}
        size="sm"
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button variant="primary" type="submit" form={formId}>
              Add {one}
            </Button>
          </>
        }
      >
        <AddForm
          formId={formId}
          section={section}
          taken={taken}
          onAdd={(key) => {
            onOpenChange(false);
            onAdd(key);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function AddForm({
  formId,
  section,
  taken,
  onAdd,
}: Pick<AddEntryDialogProps, "section" | "taken" | "onAdd"> & { formId: string }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const key = text.trim();
    const problem =
      key === ""
        ? "Give it a name."
        : taken.includes(key)
          ? `There is already one called "${key}".`
          : keyProblem(section, key);
    if (problem === undefined) onAdd(key);
    else setError(problem);
  }

  return (
    <form id={formId} onSubmit={submit}>
      <Field label="Name" help="Others refer to it by this name; it cannot be changed later." error={error}>
        {(control) => (
          <Input
            {...control}
            value={text}
            maxLength={64}
            spellCheck={false}
            className="font-mono text-xs"
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
