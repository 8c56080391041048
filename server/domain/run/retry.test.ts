import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import { decideRetry } from "./retry";

const policy = { max_attempts: 4, backoff_ms: 500 };
const unreachable = new DomainError("tool_unreachable", "x");

describe("decideRetry", () => {
  it("doubles the wait with every attempt", () => {
    expect([1, 2, 3].map((attempt) => decideRetry(policy, attempt, unreachable))).toEqual([
      { kind: "retry", delayMs: 500 },
      { kind: "retry", delayMs: 1000 },
      { kind: "retry", delayMs: 2000 },
    ]);
  });

  it("fails after the last attempt, and at once without a policy", () => {
    expect(decideRetry(policy, 4, unreachable)).toEqual({ kind: "fail" });
    expect(decideRetry(undefined, 1, unreachable)).toEqual({ kind: "fail" });
  });

  it("does not try again what cannot succeed", () => {
    expect(decideRetry(policy, 1, new DomainError("model_unauthorized", "x"))).toEqual({ kind: "fail" });
    expect(decideRetry(policy, 1, undefined)).toEqual({ kind: "fail" });
  });

  it("F-34 never comes back earlier than the other side asked", () => {
    const busy = (retryAfterMs: number) => new DomainError("model_rate_limited", "x", { retryAfterMs });
    expect(decideRetry(policy, 1, busy(7000))).toEqual({ kind: "retry", delayMs: 7000 });
    expect(decideRetry(policy, 1, busy(10))).toEqual({ kind: "retry", delayMs: 500 });
    expect(decideRetry(policy, 1, busy(3_600_001))).toEqual({ kind: "fail" });
  });

  it("F-34 bounds the wait", () => {
    expect(decideRetry({ max_attempts: 10, backoff_ms: 600_000 }, 9, unreachable)).toEqual({
      kind: "retry",
      delayMs: 600_000,
    });
  });
});
