import { FileText } from "lucide-react";

import { formatBytes } from "@/components/ui/format";

import type { AttachmentItem } from "./types";
import { fileHref } from "./upload-file";

/** The files that came with a message: pictures as such, the others to be saved. */
export function MessageFiles({ files }: { files: readonly AttachmentItem[] }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files" className="mb-1.5 flex flex-wrap justify-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0">
          {file.kind === "image" ? (
            <a href={fileHref(file.id)} target="_blank" rel="noreferrer" className="block rounded-lg">
              {/* oxlint-disable-next-line next/no-img-element -- it is private to the person, so that nothing can optimise it */}
              <img
                src={fileHref(file.id)}
                alt={file.name}
                loading="lazy"
                className="h-40 max-w-full rounded-lg border border-border bg-sunken object-cover"
              />
            </a>
          ) : (
            <a
              href={fileHref(file.id)}
              download={file.name}
              className="flex min-w-0 items-center gap-2 rounded-lg border border-border bg-card px-2.5 py-1.5 text-sm hover:bg-hover"
            >
              <FileText aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              <span className="min-w-0 max-w-56 truncate">{file.name}</span>
              <span className="figures shrink-0 text-xs text-faint">{formatBytes(file.sizeBytes)}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
