import type { DomainError } from "../errors";
import type { RetryPolicy } from "../workflow/schema";

export type RetryDecision = { kind: "fail" } | { kind: "retry"; delayMs: number };

/** The longest wait of the exponential backoff. */
const maxBackoffMs = 600_000;
/** A node does not wait longer than this for the other side; it fails instead. */
const maxRetryAfterMs = 3_600_000;

/**
 * What follows the failed attempt number `attempt` (1 is the first). Waits `backoff_ms`, doubled with every attempt, and
 * never less than the other side asked for. Without randomness: the caller adds jitter.
 * An unexpected error (undefined) is a defect, which trying again does not mend.
 */
export function decideRetry(
  policy: RetryPolicy | undefined,
  attempt: number,
  error: Pick<DomainError, "isRetriable" | "retryAfterMs"> | undefined,
): RetryDecision {
  if (policy === undefined || !error?.isRetriable || attempt >= policy.max_attempts) return { kind: "fail" };
  const askedMs = error.retryAfterMs ?? 0;
  if (askedMs > maxRetryAfterMs) return { kind: "fail" };
  const backoffMs = Math.min(policy.backoff_ms * 2 ** (attempt - 1), maxBackoffMs);
  return { kind: "retry", delayMs: Math.max(backoffMs, askedMs) };
}
