import { env } from "@/server/env";
import { FencedError } from "@/server/progress/progress";
import { Trail } from "@/server/progress/trail";
import { progressWriter } from "@/server/progress/writer";
import type { Execution } from "@/server/services/runs/load-execution";

/**
 * For one walk through the run: ends of nodes need not be waited for, because the embedded executor asks before it stores what
 * a step returned. An Inngest server can not ask, so there is none with it and every end is waited for.
 */
export function openTrail(engineRunId: string): Trail | undefined {
  return env.isEmbeddedEngine ? new Trail(engineRunId) : undefined;
}

/** Waits for all that the walk has written; false when it came out that the run is no longer its own. */
export async function isUpToDate({ target: { trail } }: Execution): Promise<boolean> {
  try {
    if (trail) await progressWriter.settled(trail);
    return true;
  } catch (error) {
    if (error instanceof FencedError) return false;
    throw error;
  }
}
