import { pool } from "@/server/db";
import { globalSingleton } from "@/server/global-singleton";
import { logger } from "@/server/logger";
import { leaseSeconds } from "@/server/progress/lease";
import { FencedError, type RunTarget } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";

const renewMs = (leaseSeconds * 1000) / 4;

interface Hold {
  target: RunTarget;
  controller: AbortController;
}

const holds = globalSingleton("run-holds", () => new Set<Hold>());

/**
 * Says that this process executes something for the run: its lease is renewed meanwhile, and `signal` fires when the run is
 * stopped or turns out to be somebody else's.
 */
export function holdRun(target: RunTarget): { signal: AbortSignal; release: () => void } {
  const hold = { target, controller: new AbortController() };
  holds.add(hold);
  return { signal: hold.controller.signal, release: () => holds.delete(hold) };
}

/** Whether this process executes something for the run just now. */
export function holdsRun(runId: string): boolean {
  return [...holds].some((hold) => hold.target.runId === runId);
}

/** Waits until what this process has begun and ended of the run by now is written: what is stopped then is known. */
export async function writeHeld(runId: string): Promise<void> {
  const trails = new Set([...holds].flatMap(({ target }) => (target.runId === runId ? (target.trail ?? []) : [])));
  await Promise.all([...trails].map((trail) => progressWriter.written(trail)));
}

/** Ends what this process executes for the run: model streams, tool calls, sandboxes. */
export function abortRun(runId: string): void {
  for (const hold of holds) {
    if (hold.target.runId === runId) hold.controller.abort(new Error("The run was stopped."));
  }
}

/** Renews the leases of all runs that this process executes, and lets go of those that are no longer ours. */
export async function renewLeases(): Promise<void> {
  const held = [...holds];
  if (held.length === 0) return;
  const { rows } = await pool.query<{ id: string; epoch: number }>(
    `update run r set lease_until = greatest(lease_until, clock_timestamp() + make_interval(secs => $3))
     from unnest($1::text[], $2::int[]) as held(id, epoch)
     where r.id = held.id and r.epoch = held.epoch and r.status = 'running'
     returning r.id, r.epoch`,
    [held.map((hold) => hold.target.runId), held.map((hold) => hold.target.epoch), leaseSeconds],
  );
  const ours = new Set(rows.map((row) => `${row.id}:${row.epoch}`));
  for (const hold of held) {
    if (ours.has(`${hold.target.runId}:${hold.target.epoch}`)) continue;
    logger.warn({ runId: hold.target.runId }, "fenced: the run is no longer ours");
    hold.controller.abort(new FencedError(hold.target));
  }
}

/** Renews leases regularly. @returns how to stop. */
export function keepLeases(): () => void {
  const timer = setInterval(() => {
    renewLeases().catch((error: unknown) => logger.warn({ err: error }, "leases could not be renewed; trying again"));
  }, renewMs);
  timer.unref();
  return () => clearInterval(timer);
}
