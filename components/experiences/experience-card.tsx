"use client";

import { Archive, ArchiveRestore, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";

import { ExperienceEditor } from "./experience-editor";
import { statusNames } from "./experience-words";
import type { Experience } from "./types";
import { useExperience } from "./use-experience";

/** One thing that was learned: where it comes from, whether it is given to agents, and what can be done with it. */
export function ExperienceCard({ experience }: { experience: Experience }) {
  const { id, app, runId, text, status, createdAt } = experience;
  const { change, remove, setStatus } = useExperience(experience);
  const [isEditing, setIsEditing] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  return (
    <li
      className={cn(
        "flex flex-col gap-2 rounded-lg border border-border bg-card px-4 py-3",
        status === "retired" && "bg-background",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted-foreground">
        <span className="font-medium text-foreground">{app.name}</span>
        <Badge tone={status === "pinned" ? "done" : "neutral"}>
          {status === "pinned" ? <Pin aria-hidden /> : null}
          {statusNames[status]}
        </Badge>
        <span>
          learned <RelativeTime value={createdAt} />
        </span>
        {runId === null ? null : (
          <Link
            href={`/runs/${runId}`}
            className="rounded-sm underline decoration-neutral-8 underline-offset-2 hover:text-foreground"
          >
            from this run
          </Link>
        )}
        <div className="-my-1 -mr-1.5 ml-auto flex items-center">
          <IconButton
            label={status === "pinned" ? "Unpin" : "Pin for the app's agents"}
            size="sm"
            disabled={change.isPending}
            onClick={() => setStatus(status === "pinned" ? "active" : "pinned")}
          >
            {status === "pinned" ? <PinOff aria-hidden /> : <Pin aria-hidden />}
          </IconButton>
          <IconButton label="Edit" size="sm" disabled={isEditing} onClick={() => setIsEditing(true)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton
            label={status === "retired" ? "Take up again" : "Retire"}
            size="sm"
            disabled={change.isPending}
            onClick={() => setStatus(status === "retired" ? "active" : "retired")}
          >
            {status === "retired" ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          </IconButton>
          <IconButton label="Delete" size="sm" onClick={() => setIsDeleting(true)}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </div>
      {isEditing ? (
        <ExperienceEditor
          text={text}
          isBusy={change.isPending}
          onSave={(next) => change.mutate({ id, text: next }, { onSuccess: () => setIsEditing(false) })}
          onCancel={() => setIsEditing(false)}
        />
      ) : (
        <p className={cn("text-sm whitespace-pre-wrap wrap-anywhere", status === "retired" && "text-muted-foreground")}>
          {text}
        </p>
      )}
      <ConfirmDialog
        isOpen={isDeleting}
        onOpenChange={setIsDeleting}
        title="Delete this experience?"
        description="It is gone for good. Retire it instead to keep it without giving it to agents."
        confirmLabel="Delete experience"
        isDangerous
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate({ id }, { onSettled: () => setIsDeleting(false) })}
      />
    </li>
  );
}
