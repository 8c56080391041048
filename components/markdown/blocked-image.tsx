import { ImageOff } from "lucide-react";

import { placeOf } from "./safe-link";

/** Stands where a text wanted an image. Fetching it would tell its host that, and what, somebody reads here. */
export function BlockedImage({ src, alt }: { src: string | undefined; alt: string | undefined }) {
  return (
    <span
      data-slot="blocked-image"
      className="my-0.5 inline-flex max-w-full items-center gap-1.5 rounded-md border border-dashed border-neutral-8 px-2 py-0.5 align-middle text-xs text-muted-foreground"
    >
      <ImageOff aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">
        {alt ? `${alt}: ` : ""}image from {placeOf(src)} is not loaded
      </span>
    </span>
  );
}
