import { expect, it } from "vitest";
import { openDeadline } from "./deadline";

it("fires after its time, with a TimeoutError", async () => {
  const deadline = openDeadline(1);
  await new Promise((resolve) => deadline.signal.addEventListener("abort", resolve));
  expect(deadline.signal.reason).toMatchObject({ name: "TimeoutError" });
  expect(deadline.hasPassed).toBe(true);
});

it("fires with what stops the work before, also when that had happened already", () => {
  const stop = new AbortController();
  const before = openDeadline(60_000, undefined, stop.signal);
  expect(before.signal.aborted).toBe(false);
  const reason = new Error("The run was stopped.");
  stop.abort(reason);
  expect(before.signal.reason).toBe(reason);
  expect(before.hasPassed).toBe(false);
  expect(openDeadline(60_000, stop.signal).signal.reason).toBe(reason);
});

it("does nothing any more once it is closed", async () => {
  const stop = new AbortController();
  const { signal, close } = openDeadline(1, stop.signal);
  close();
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(signal.aborted).toBe(false);
});
