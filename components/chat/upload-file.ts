import { z } from "zod";

import type { AttachmentItem } from "./types";

const itemSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["image", "text", "pdf"]),
  mime: z.string(),
  sizeBytes: z.number(),
});
const problemSchema = z.object({ detail: z.string() });

interface UploadOptions {
  /** Called with the part that has left, from 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/** Sends a file to be kept. It is XMLHttpRequest that tells how much has left. @throws Error with a sentence for the person */
export function uploadFile(file: File, { onProgress, signal }: UploadOptions): Promise<AttachmentItem> {
  const { promise, resolve, reject } = Promise.withResolvers<AttachmentItem>();
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.set("file", file);
  request.open("POST", "/api/v1/attachments");
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
  request.addEventListener("load", () => {
    const answer = readJson(request.responseText);
    const item = itemSchema.safeParse(answer);
    if (request.status === 201 && item.success) resolve(item.data);
    else reject(new Error(problemSchema.safeParse(answer).data?.detail ?? "The file could not be stored. Try again."));
  });
  request.addEventListener("error", () => reject(new Error("The file could not be sent. Check the connection.")));
  request.addEventListener("abort", () => reject(new Error("The file was removed.")));
  signal.addEventListener("abort", () => request.abort());
  request.send(body);
  return promise;
}

/** Removes a file that was not sent. The server removes it by itself after a day, so that a failure costs nothing. */
export function discardFile(id: string): void {
  fetch(fileHref(id), { method: "DELETE" }).catch(() => undefined);
}

/** Where the content of a file is. */
export function fileHref(id: string): string {
  return `/api/v1/attachments/${encodeURIComponent(id)}`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
