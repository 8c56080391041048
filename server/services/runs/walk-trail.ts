import { AsyncLocalStorage } from "node:async_hooks";
import { env } from "@/server/env";
import { globalSingleton } from "@/server/global-singleton";
import { FencedError } from "@/server/progress/progress";
import { Trail } from "@/server/progress/trail";
import { progressWriter } from "@/server/progress/writer";
import type { Execution } from "@/server/services/runs/load-execution";

const calls = globalSingleton("engine-calls", () => new AsyncLocalStorage<string>());

/** Under which id the engine knows the call that this is part of; absent for an Inngest server's. */
export function currentCall(): string | undefined {
  return calls.getStore();
}

/**
 * Does the work of one call of the engine, whose walks are known by it: an engine may call the same run several times at once,
 * for branches that run side by side, and asks about each by itself.
 */
export function inCall<Result>(callId: string | null, work: () => Result): Result {
  return callId === null ? work() : calls.run(callId, work);
}

/**
 * For one walk through the run: ends of nodes need not be waited for, because the embedded executor asks before it stores what
 * a step returned. An Inngest server can not ask, so there is none with it and every end is waited for.
 */
export function openTrail(): Trail | undefined {
  const callId = calls.getStore();
  return env.isEmbeddedEngine && callId !== undefined ? new Trail(callId) : undefined;
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
