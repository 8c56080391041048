import type { FileKind } from "@/server/domain/attachments/file-type";

interface StoredFile {
  name: string;
  kind: FileKind;
  mime: string;
  content: Uint8Array;
}

/**
 * Somebody else's file, so that a browser can make nothing of it but a picture: images are shown, the rest is saved, nothing is
 * guessed, run or kept by a cache that others share.
 */
export function fileResponse({ name, kind, mime, content }: StoredFile): Response {
  const disposition = kind === "image" ? "inline" : "attachment";
  return new Response(new Uint8Array(content), {
    headers: {
      "content-type": kind === "text" ? "text/plain; charset=utf-8" : mime,
      "content-disposition": `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=31536000, immutable",
    },
  });
}
