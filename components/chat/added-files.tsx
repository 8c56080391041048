import { FileText, X } from "lucide-react";

import { cn } from "@/components/ui/cn";
import { formatBytes } from "@/components/ui/format";
import { IconButton } from "@/components/ui/icon-button";

import { fileHref } from "./upload-file";
import type { AddedFile } from "./use-attachments";

/** The files that will go with the message: what they are, how far they have been sent, and the way to take them out. */
export function AddedFiles({ files, onRemove }: { files: readonly AddedFile[]; onRemove: (key: string) => void }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files of the message" className="flex flex-wrap items-start gap-2 px-3 pt-3">
      {files.map((file) => (
        <li
          key={file.key}
          className={cn(
            "relative flex max-w-full min-w-0 items-center gap-2 overflow-hidden rounded-md border border-border bg-sunken py-1 pr-1 pl-1.5 text-xs",
            file.error !== null && "border-failed-line bg-failed-soft",
          )}
        >
          <Picture file={file} />
          <span className="min-w-0">
            <span className="block max-w-44 truncate">{file.name}</span>
            {file.error === null ? (
              <span className="figures block text-faint">{describe(file)}</span>
            ) : (
              <span role="alert" className="block max-w-64 text-failed">
                {file.error}
              </span>
            )}
          </span>
          <IconButton label={`Remove ${file.name}`} size="sm" onClick={() => onRemove(file.key)}>
            <X aria-hidden />
          </IconButton>
          {file.item === null && file.error === null ? (
            <span
              aria-hidden
              className="absolute bottom-0 left-0 h-0.5 bg-running-solid transition-[width]"
              style={{ width: `${Math.round(file.progress * 100)}%` }}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function describe({ item, progress, sizeBytes }: AddedFile): string {
  if (item === null) return progress < 1 ? `Sending, ${Math.round(progress * 100)} %` : "Being checked";
  return formatBytes(sizeBytes);
}

function Picture({ file: { previewUrl, item } }: { file: AddedFile }) {
  // What a file is called says nothing; once the server has seen it, its content does.
  const isImage = item === null || item.kind === "image";
  const source = isImage ? (previewUrl ?? (item && fileHref(item.id))) : null;
  if (source === null) return <FileText aria-hidden className="size-4 shrink-0 text-muted-foreground" />;
  // oxlint-disable-next-line next/no-img-element -- it is on this computer or private, so that nothing can optimise it
  return <img src={source} alt="" className="size-8 shrink-0 rounded-sm object-cover" />;
}
