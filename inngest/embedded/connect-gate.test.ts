import { expect, it } from "vitest";
import { ConnectGate } from "./connect-gate";

/** Asks the gate every 10 ms for a minute, each attempt failing at once. @returns when attempts were made */
function attemptsInAMinute(gate: ConnectGate, clock: { now: number }): number[] {
  const attempts: number[] = [];
  for (; clock.now < 60_000; clock.now += 10) {
    if (gate.enter() !== undefined) continue;
    attempts.push(clock.now);
    gate.leave(new Error("away"));
  }
  return attempts;
}

it("F-09 lets a database that is away be asked at most once a second, sooner at first", () => {
  const clock = { now: 0 };
  const attempts = attemptsInAMinute(new ConnectGate(() => clock.now), clock);
  expect(attempts.slice(0, 5)).toEqual([0, 100, 300, 700, 1500]);
  expect(attempts.length).toBeLessThan(65);
});

it("F-09 lets one caller try for all, and tells the others what the last attempt met", () => {
  const clock = { now: 0 };
  const gate = new ConnectGate(() => clock.now);
  const away = new Error("away");
  gate.leave(away);
  expect(gate.enter()).toBe(away);
  clock.now = 200;
  expect(gate.enter()).toBeUndefined();
  expect(gate.enter()).toBe(away);
  gate.leave(undefined);
  expect([gate.enter(), gate.enter()]).toEqual([undefined, undefined]);
});

it("F-08 counts attempts that began together and failed together as one", () => {
  const clock = { now: 0 };
  const gate = new ConnectGate(() => clock.now);
  for (let count = 0; count < 20; count += 1) gate.leave(new Error("away"));
  clock.now = 101;
  expect(gate.enter()).toBeUndefined();
});
