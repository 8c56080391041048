"use client";

import { useEffect, useState } from "react";

const tickMs = 1000;

/**
 * The time by the server's clock, epoch milliseconds: when the data was read, and what has passed here since it came. The
 * browser's own clock may be wrong, so only its differences count. Ticks every second while it is watched.
 */
export function useServerTime(readAt: Date, isTicking: boolean): number {
  const readAtMs = readAt.getTime();
  const [passed, setPassed] = useState({ sinceMs: readAtMs, ms: 0 });

  // A clock belongs to the browser.
  useEffect(() => {
    if (!isTicking) return undefined;
    const cameAt = performance.now();
    const timer = setInterval(() => setPassed({ sinceMs: readAtMs, ms: performance.now() - cameAt }), tickMs);
    return () => clearInterval(timer);
  }, [readAtMs, isTicking]);

  return readAtMs + (passed.sinceMs === readAtMs ? passed.ms : 0);
}
