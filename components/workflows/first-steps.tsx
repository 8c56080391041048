"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";

import { TemplateFace } from "./template-face";
import { useCreateWorkflow } from "./use-create-workflow";

const shownTemplates = 3;

/** The page when there is no workflow: three templates, one press each, and the blank canvas. */
export function FirstSteps() {
  const templates = useQuery(useTRPC().templates.list.queryOptions());
  const { create, creating } = useCreateWorkflow();
  return (
    <section className="mx-auto max-w-200 py-8 sm:py-14">
      <h2 className="text-xl font-semibold">Start with a workflow that runs</h2>
      <p className="mt-1 text-base text-pretty text-muted-foreground">
        Each of these works as it is, without a key. Take one, run it, then change it.
      </p>
      <div className="mt-6 grid grid-cols-1 gap-4 sm:grid-cols-3">
        {templates.isPending
          ? ["a", "b", "c"].map((key) => <Skeleton key={key} className="h-56 rounded-lg" />)
          : templates.data?.slice(0, shownTemplates).map((template) => (
              <button
                key={template.key}
                type="button"
                disabled={creating !== undefined}
                onClick={() => create({ templateKey: template.key }, { isFirst: true })}
                className="flex min-h-56 flex-col overflow-hidden rounded-lg border border-border bg-card text-left text-sm transition-colors hover:border-neutral-8 disabled:opacity-60"
              >
                <TemplateFace template={template} aside={creating === template.key ? <Spinner /> : null} />
              </button>
            ))}
      </div>
      {templates.isError ? (
        <p role="alert" className="text-sm text-failed">
          The templates could not be loaded: {templates.error.message}
        </p>
      ) : null}
      <Button
        className="mt-4"
        isBusy={creating === "blank"}
        disabled={creating !== undefined}
        onClick={() => create({})}
      >
        <Plus aria-hidden />
        Start blank
      </Button>
    </section>
  );
}
