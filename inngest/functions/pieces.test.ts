import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { PiecesOfOneStep, separateSteps, type StepTools } from "@/inngest/functions/pieces";

const goOn = () => true;

describe("pieces that are steps", () => {
  it("tell when the SDK lets one wait before it begins, and only then", async () => {
    let rests = 0;
    const stepsAfter = (turns: number) => {
      const run = async (_options: unknown, work: () => Promise<unknown>) => {
        for (let left = turns; left > 0; left -= 1) await turn();
        return work();
      };
      return separateSteps({ run } as StepTools, () => (rests += 1));
    };
    expect(await stepsAfter(0).run("at once", false, async () => "done")).toBe("done");
    await turn();
    expect(rests).toBe(0);
    expect(await stepsAfter(2).run("later", false, async () => "done")).toBe("done");
    expect(rests).toBe(1);
  });
});

describe("the pieces of one step", () => {
  it("begin no more when one has thrown, and are settled when those beside it have ended", async () => {
    const pieces = new PiecesOfOneStep(new AbortController().signal, goOn);
    const beside = Promise.withResolvers<string>();
    const running = pieces.run("beside", true, () => beside.promise);
    const away = new Error("the database is away");
    await expect(pieces.run("failing", true, () => Promise.reject(away))).rejects.toBe(away);
    await expect(pieces.run("later", true, async () => "begun")).rejects.toBe(away);
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
    await expect(pieces.run("failing", true, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
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
    await expect(pieces.run("next attempt", false, async () => "begun")).rejects.toThrow("This process is to end");
  });

  it("begin no more when the run is stopped", async () => {
    const stop = new AbortController();
    const pieces = new PiecesOfOneStep(stop.signal, goOn);
    stop.abort(new Error("The run was stopped."));
    await expect(pieces.run("piece", false, async () => "begun")).rejects.toThrow("The run was stopped.");
  });

  it("may begin more until the executor says that its process is to end", async () => {
    let isDraining = false;
    const pieces = new PiecesOfOneStep(new AbortController().signal, () => !isDraining);
    await pieces.run("first", false, async () => undefined);
    expect(pieces.mayBegin).toBe(true);
    isDraining = true;
    await pieces.run("second", false, async () => undefined);
    expect(pieces.mayBegin).toBe(false);
    await expect(pieces.run("third", false, async () => undefined)).rejects.toThrow("This process is to end");
  });
});
