"use client";

import { type DragEvent, useState } from "react";

interface FileDrop {
  /** Files are being held over the place. */
  isOver: boolean;
  handlers: {
    onDragEnter: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** Takes files that are dropped on a place; `null` takes none. */
export function useFileDrop(onFiles: ((files: Iterable<File>) => void) | null): FileDrop {
  const [depth, setDepth] = useState(0);
  const isForUs = (event: DragEvent): boolean => onFiles !== null && event.dataTransfer.types.includes("Files");
  return {
    isOver: depth > 0 && onFiles !== null,
    handlers: {
      // Entering a part of the place comes before leaving the one around it, so they are counted.
      onDragEnter: (event) => {
        if (isForUs(event)) setDepth(depth + 1);
      },
      onDragLeave: (event) => {
        if (isForUs(event)) setDepth(Math.max(0, depth - 1));
      },
      onDragOver: (event) => {
        if (isForUs(event)) event.preventDefault();
      },
      onDrop: (event) => {
        if (!isForUs(event)) return;
        event.preventDefault();
        setDepth(0);
        onFiles?.(event.dataTransfer.files);
      },
    },
  };
}
