import { DomainError } from "@/server/domain/errors";
import { globalSingleton } from "@/server/global-singleton";

export interface RateLimit {
  /** So many at once, and so many in each span of time after that. */
  count: number;
  perMs: number;
}

/** When each name will have used up what it took, in milliseconds since the epoch. */
const usedUpAt = globalSingleton("share-rates", () => new Map<string, number>());
const mostNames = 20_000;

/**
 * Counts one use of each name in this process, and refuses when one has used its rate up; then none of them is counted.
 * @throws DomainError rate_limited with the time after which the use would be taken
 */
export function limitRate(uses: readonly { name: string; limit: RateLimit }[], nowMs = Date.now()): void {
  const next = uses.map(({ name, limit }) => {
    const spacingMs = limit.perMs / limit.count;
    const afterMs = Math.max(nowMs, usedUpAt.get(name) ?? nowMs) + spacingMs;
    return { name, afterMs, waitMs: afterMs - limit.perMs - nowMs };
  });
  const waitMs = Math.max(...next.map((use) => use.waitMs));
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000);
    throw new DomainError("rate_limited", `That was too often. Try again in ${seconds} s.`, { retryAfterMs: waitMs });
  }
  for (const { name, afterMs } of next) usedUpAt.set(name, afterMs);
  if (usedUpAt.size > mostNames) forgetRested(nowMs);
}

/** What has its whole rate again need not be remembered; under a flood the oldest are forgotten too. */
function forgetRested(nowMs: number): void {
  for (const [name, at] of usedUpAt) if (at <= nowMs) usedUpAt.delete(name);
  for (const name of usedUpAt.keys()) {
    if (usedUpAt.size <= mostNames) return;
    usedUpAt.delete(name);
  }
}
