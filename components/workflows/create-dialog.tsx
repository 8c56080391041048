"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import * as RadioGroup from "radix-ui/radio-group";
import { type FormEvent, useId, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";

import { TemplateFace } from "./template-face";
import { useCreateWorkflow } from "./use-create-workflow";

const blank = "blank";

const choiceClasses =
  "relative flex min-h-44 flex-col overflow-hidden rounded-lg border border-border bg-card text-left text-sm transition-colors hover:border-neutral-8 data-[state=checked]:border-foreground";

/** A new workflow: its name, and what it starts from. */
export function CreateDialog({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const formId = useId();
  const { create, creating } = useCreateWorkflow();
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title="New workflow"
        description="Start blank, or from a template that runs as it is."
        size="lg"
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button variant="primary" type="submit" form={formId} isBusy={creating !== undefined}>
              Create workflow
            </Button>
          </>
        }
      >
        <CreateForm formId={formId} onCreate={create} />
      </DialogContent>
    </Dialog>
  );
}

interface CreateFormProps {
  formId: string;
  onCreate: (input: { name?: string; templateKey?: string }) => void;
}

function CreateForm({ formId, onCreate }: CreateFormProps) {
  const [name, setName] = useState("");
  const [choice, setChoice] = useState(blank);

  function submit(event: FormEvent): void {
    event.preventDefault();
    onCreate({ name: name.trim() || undefined, templateKey: choice === blank ? undefined : choice });
  }

  return (
    <form id={formId} onSubmit={submit} className="space-y-4">
      <Field label="Name">
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={200}
            placeholder="Untitled workflow"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <RadioGroup.Root
        aria-label="Start from"
        value={choice}
        onValueChange={setChoice}
        className="grid grid-cols-1 gap-3 sm:grid-cols-2 md:grid-cols-3"
      >
        <RadioGroup.Item value={blank} aria-label="Blank" className={choiceClasses}>
          <span className="dot-grid block h-24 border-b border-border bg-sunken" />
          <span className="flex items-center gap-2 px-3.5 pt-3 font-medium">
            <span className="flex-1">Blank</span>
            <Chosen />
          </span>
          <span className="mt-0.5 px-3.5 text-xs text-muted-foreground">A start node and an empty canvas.</span>
        </RadioGroup.Item>
        <TemplateChoices />
      </RadioGroup.Root>
    </form>
  );
}

function TemplateChoices() {
  const templates = useQuery(useTRPC().templates.list.queryOptions());
  if (templates.isPending) {
    return ["a", "b"].map((key) => <Skeleton key={key} className="min-h-44 rounded-lg" />);
  }
  if (templates.isError) {
    return (
      <ErrorState
        title="The templates could not be loaded."
        message={templates.error.message}
        onRetry={() => void templates.refetch()}
        isRetrying={templates.isFetching}
        className="col-span-2 py-4"
      />
    );
  }
  return templates.data.map((template) => (
    <RadioGroup.Item key={template.key} value={template.key} aria-label={template.name} className={choiceClasses}>
      <TemplateFace template={template} aside={<Chosen />} />
    </RadioGroup.Item>
  ));
}

function Chosen() {
  return (
    <RadioGroup.Indicator asChild>
      <CircleCheck aria-hidden className="size-4 shrink-0" />
    </RadioGroup.Indicator>
  );
}
