import { setTimeout as delay } from "node:timers/promises";
import { globalSingleton } from "@/server/global-singleton";

const open = globalSingleton("open-event-streams", () => new Set<() => void>());
/** How long what was said last may take to leave this process. */
const flushMs = 200;

/** Remembers how to close a stream that was opened. @returns what forgets it again */
export function rememberStream(close: () => void): () => void {
  open.add(close);
  return () => open.delete(close);
}

/**
 * Ends all streams in good order, before the process ends. Their clients come back with the last number they have, here or
 * to another process, and miss nothing.
 */
export async function closeEventStreams(): Promise<void> {
  if (open.size === 0) return;
  for (const close of open) close();
  await delay(flushMs);
}
