"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

import { toDefinition, toDraft } from "./definition-draft";
import { DefinitionForm } from "./definition-form";
import { ParameterList } from "./parameter-list";
import { Section } from "./section";
import type { ToolDetail, ToolVersion } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** The version in use, edited into the next one. */
export function DefinitionSection({ tool, isEditable }: { tool: ToolDetail; isEditable: boolean }) {
  const used = tool.versions.find((version) => version.isUsed);
  if (!used) return null;
  if (!isEditable) {
    return (
      <Section title="What it is">
        <p className="text-sm whitespace-pre-wrap">{tool.description}</p>
        <ParameterList schema={tool.inputSchema} />
      </Section>
    );
  }
  return <DefinitionEditor tool={tool} used={used} />;
}

function DefinitionEditor({ tool, used }: { tool: ToolDetail; used: ToolVersion }) {
  const refreshTools = useRefreshTools();
  const formId = useId();
  const [draft, setDraft] = useState(() => toDraft(used));
  const [hasTried, setHasTried] = useState(false);
  const save = useMutation(
    useTRPC().tools.saveVersion.mutationOptions({
      onSuccess: ({ number, isNew }) =>
        isNew ? toast.done(`Version ${number} is in use`) : toast.note(`Version ${number} says the same already`),
      onSettled: refreshTools,
    }),
  );
  const read = toDefinition(draft);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toDraft(used));
  const next = (tool.versions[0]?.number ?? 0) + 1;
  return (
    <Section title="What it is" description="Saving makes a new version and uses it from now on. Old versions stay.">
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setHasTried(true);
          if (read.ok) save.mutate({ id: tool.id, definition: read.value });
        }}
      >
        <DefinitionForm draft={draft} onChange={setDraft} problem={hasTried && !read.ok ? read.issues : undefined} />
        {save.isError ? (
          <p role="alert" className="text-sm text-failed">
            {save.error.message}
          </p>
        ) : null}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={!isChanged} isBusy={save.isPending}>
            {`Save version ${next}`}
          </Button>
          {isChanged ? (
            <Button variant="ghost" onClick={() => setDraft(toDraft(used))}>
              Discard changes
            </Button>
          ) : null}
        </div>
      </form>
    </Section>
  );
}
