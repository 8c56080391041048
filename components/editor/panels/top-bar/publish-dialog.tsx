"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { ServeAppSwitch } from "@/components/tools/serve-app-switch";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { Autosave } from "@/components/editor/autosave";
import type { CanvasActions } from "@/components/editor/canvas/canvas-actions";
import { useEditor } from "@/components/editor/store-context";
import { goToIssue, IssueList } from "@/components/editor/panels/drawer/problems-tab";

interface PublishDialogProps {
  workflowId: string;
  autosave: Autosave;
  actions: CanvasActions;
  onClose: () => void;
}

/** Makes the saved draft a numbered version. Errors that stand in the way are listed and lead to their places. */
export function PublishDialog({ workflowId, autosave, actions, onClose }: PublishDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const issues = useEditor((state) => state.issues);
  const versions = useQuery(trpc.workflows.versions.queryOptions({ id: workflowId }));
  const [note, setNote] = useState("");
  const publish = useMutation(trpc.workflows.publish.mutationOptions());
  const next = versions.data ? (versions.data[0]?.number ?? 0) + 1 : null;
  const verb = next === null ? "Publish" : `Publish version ${next}`;
  const errors = issues.filter((issue) => issue.severity === "error");

  const submit = async () => {
    const saved = await autosave.flush();
    if (saved.status === "failed" || saved.status === "conflict") {
      toast.failed(
        "The draft is not saved, so it was not published.",
        saved.status === "failed" ? { description: saved.message } : {},
      );
      return;
    }
    publish.mutate(
      { id: workflowId, expectedVersion: autosave.version(), ...(note.trim() ? { note: note.trim() } : {}) },
      {
        onSuccess: () => {
          void queryClient.invalidateQueries(trpc.workflows.versions.queryFilter({ id: workflowId }));
          void queryClient.invalidateQueries(trpc.workflows.get.queryFilter({ id: workflowId }));
          void queryClient.invalidateQueries(trpc.workflows.list.pathFilter());
          void queryClient.invalidateQueries(trpc.apps.list.pathFilter());
          void queryClient.invalidateQueries(trpc.tools.servedApps.pathFilter());
        },
      },
    );
  };

  if (publish.isSuccess) {
    return (
      <PublishDialogFrame
        title={`Version ${publish.data.number} is live`}
        onClose={onClose}
        footer={
          <>
            <Button onClick={onClose}>Go on editing</Button>
            <Button variant="primary" asChild>
              <Link href={`/chat?app=${encodeURIComponent(publish.data.app.code)}`}>Open chat</Link>
            </Button>
          </>
        }
      >
        <p className="text-sm text-muted-foreground">
          The app <span className="font-mono text-foreground">{publish.data.app.code}</span> answers with this version
          from now on.
        </p>
        <div className="mt-4">
          <ServeAppSwitch code={publish.data.app.code} />
        </div>
      </PublishDialogFrame>
    );
  }
  return (
    <PublishDialogFrame
      title={verb}
      onClose={onClose}
      footer={
        <Button variant="primary" isBusy={publish.isPending} disabled={errors.length > 0} onClick={() => void submit()}>
          {verb}
        </Button>
      }
    >
      {errors.length > 0 ? (
        <div className="-mx-5">
          <p className="px-5 pb-1 text-sm">
            {errors.length === 1 ? "One problem stands" : `${errors.length} problems stand`} in the way of publishing.
          </p>
          <IssueList
            issues={errors}
            onGo={(issue) => {
              onClose();
              goToIssue(actions, issue);
            }}
          />
        </div>
      ) : (
        <Field label="Note" help="What changed, for the list of versions.">
          {(control) => (
            <Textarea {...control} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
      )}
      {publish.isError ? (
        <p role="alert" className="mt-3 text-sm text-failed">
          {publish.error.message}
        </p>
      ) : null}
    </PublishDialogFrame>
  );
}

interface FrameProps {
  title: string;
  onClose: () => void;
  footer: ReactNode;
  children: ReactNode;
}

function PublishDialogFrame({ title, onClose, footer, children }: FrameProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent title={title} footer={footer}>
        {children}
      </DialogContent>
    </Dialog>
  );
}
