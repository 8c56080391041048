"use client";

import { useCallback, useState } from "react";
import { readRemembered, remember } from "@/components/editor/browser-memory";

interface SizeLimits {
  initial: number;
  least: number;
  most: number;
}

/** The size of a panel in pixels, remembered in this browser. */
export function useStoredSize(name: string, { initial, least, most }: SizeLimits): [number, (size: number) => void] {
  const key = `size:${name}`;
  const [size, setSize] = useState(() => {
    const stored = Number(readRemembered(key));
    return stored >= least && stored <= most ? stored : initial;
  });

  const resize = useCallback(
    (next: number) => {
      const limited = Math.round(Math.min(most, Math.max(least, next)));
      setSize(limited);
      remember(key, limited);
    },
    [key, least, most],
  );
  return [size, resize];
}
