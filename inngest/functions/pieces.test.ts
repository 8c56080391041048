import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { PiecesOfOneStep, SeparateSteps, type StepTools } from "@/inngest/functions/pieces";

const goOn = () => true;

/** Steps as the SDK makes them: each begins in a later turn, and is kept when the engine has answered. */
function slowSteps() {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const run = async ({ id }: { id: string }, work: () => Promise<unknown>) => {
    await turn();
    begun.push(id);
    const result = await work();
    await new Promise<void>((resolve) => waiting.push(resolve));
    return result;
  };
  const keepNext = async () => {
    while (waiting.length === 0) await turn();
    waiting.shift()?.();
    await turns();
  };
  return { step: { run } as StepTools, begun, keepNext };
}

async function turns(count = 5): Promise<void> {
  for (let left = count; left > 0; left -= 1) await turn();
}

describe("a walk that may lead", () => {
  const leading = () => true;
  const repeatable = { isParallel: false, isRepeatable: true };

  it("goes on from what is repeatable before the SDK has kept it, and the SDK keeps it in its order", async () => {
    const { step, begun, keepNext } = slowSteps();
    const steps = new SeparateSteps(step, leading);
    expect(await steps.run("a", repeatable, async () => 1)).toBe(1);
    expect(await steps.run("b", repeatable, async () => 2)).toBe(2);
    await turns();
    expect(begun).toEqual(["a"]);
    const settled = steps.settled().then(() => "settled");
    await keepNext();
    expect(begun).toEqual(["a", "b"]);
    await keepNext();
    expect(await settled).toBe("settled");
  });

  it("begins anything else when the SDK has caught up, and nothing when it has given up the call", async () => {
    for (const place of [{ isParallel: false }, { isParallel: true, isRepeatable: true }]) {
      const { step, keepNext } = slowSteps();
      const steps = new SeparateSteps(step, leading);
      await steps.run("read", repeatable, async () => "read");
      let isBegun = false;
      const running = steps.run("next", place, async () => (isBegun = true));
      await turns();
      expect(isBegun).toBe(false);
      await keepNext();
      expect(isBegun).toBe(true);
      await keepNext();
      await running;
    }
  });

  it("is never further ahead than by sixteen pieces", async () => {
    const { step, keepNext } = slowSteps();
    const steps = new SeparateSteps(step, leading);
    const done: number[] = [];
    const walk = (async () => {
      for (let index = 0; index < 20; index += 1)
        await steps.run(`piece ${index}`, repeatable, async () => done.push(index));
    })();
    await turns(40);
    expect(done).toHaveLength(16);
    await keepNext();
    expect(done).toHaveLength(17);
    for (let left = 19; left > 0; left -= 1) await keepNext();
    await walk;
    await steps.settled();
  });

  it("leaves what fails to the SDK, and goes on from nothing that it has not kept", async () => {
    const failures: unknown[] = [];
    const away = new Error("the database is away");
    const run = (_options: unknown, work: () => Promise<unknown>) =>
      // It answers the engine, which calls the run again; this call is never gone on with.
      new Promise(() => void work().catch((error: unknown) => failures.push(error)));
    const steps = new SeparateSteps({ run } as StepTools, leading);
    let isOver = false;
    const over = () => (isOver = true);
    void steps.run("read", repeatable, () => Promise.reject(away)).then(over, over);
    await turns();
    expect(failures).toEqual([away]);
    expect(isOver).toBe(false);
  });

  it("waits for each of its steps when what it executes may be known from before", async () => {
    const { step, begun, keepNext } = slowSteps();
    const steps = new SeparateSteps(step, () => false);
    let result: unknown;
    const running = steps.run("read", repeatable, async () => "read").then((read) => (result = read));
    await turns();
    expect([begun, result]).toEqual([["read"], undefined]);
    await keepNext();
    await running;
    expect(result).toBe("read");
  });
});

describe("the pieces of one step", () => {
  it("begin no more when one has thrown, and are settled when those beside it have ended", async () => {
    const pieces = new PiecesOfOneStep(new AbortController().signal, goOn);
    const beside = Promise.withResolvers<string>();
    const running = pieces.run("beside", { isParallel: true }, () => beside.promise);
    const away = new Error("the database is away");
    await expect(pieces.run("failing", { isParallel: true }, () => Promise.reject(away))).rejects.toBe(away);
    await expect(pieces.run("later", { isParallel: true }, async () => "begun")).rejects.toBe(away);
    let isSettled = false;
    const settled = pieces.settled().then(() => (isSettled = true));
    await Promise.resolve();
    expect(isSettled).toBe(false);
    beside.resolve("done");
    await settled;
    expect(await running).toBe("done");
  });

  it("do not rest on when another has thrown", async () => {
    const pieces = new PiecesOfOneStep(new AbortController().signal, goOn);
    const resting = pieces.rest("wait", 3_600_000);
    await expect(pieces.run("failing", { isParallel: true }, () => Promise.reject(new Error("away")))).rejects.toThrow(
      "away",
    );
    await expect(resting).rejects.toThrow("aborted");
    await pieces.settled();
  });

  it("do not rest on when the process is to end", async () => {
    let isDraining = false;
    const pieces = new PiecesOfOneStep(new AbortController().signal, () => !isDraining);
    const resting = pieces.rest("wait", 3_600_000);
    isDraining = true;
    await resting;
    expect(pieces.mayBegin).toBe(false);
    await expect(pieces.run("next attempt", { isParallel: false }, async () => "begun")).rejects.toThrow(
      "This process is to end",
    );
  });

  it("begin no more when the run is stopped", async () => {
    const stop = new AbortController();
    const pieces = new PiecesOfOneStep(stop.signal, goOn);
    stop.abort(new Error("The run was stopped."));
    await expect(pieces.run("piece", { isParallel: false }, async () => "begun")).rejects.toThrow(
      "The run was stopped.",
    );
  });

  it("may begin more until the executor says that its process is to end", async () => {
    let isDraining = false;
    const pieces = new PiecesOfOneStep(new AbortController().signal, () => !isDraining);
    await pieces.run("first", { isParallel: false }, async () => undefined);
    expect(pieces.mayBegin).toBe(true);
    isDraining = true;
    await pieces.run("second", { isParallel: false }, async () => undefined);
    expect(pieces.mayBegin).toBe(false);
    await expect(pieces.run("third", { isParallel: false }, async () => undefined)).rejects.toThrow(
      "This process is to end",
    );
  });
});
