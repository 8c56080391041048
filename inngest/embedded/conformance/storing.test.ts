import { describe, expect, test } from "vitest";
import { type HarnessOptions, startHarness, until } from "./harness";

/** A function of quick steps that says which of them ran. */
function quickSteps(count: number, ran: number[]): HarnessOptions["functions"] {
  return (inngest) => [
    inngest.createFunction({ id: "quick", triggers: { event: "go" } }, async ({ step }) => {
      for (let i = 0; i < count; i += 1) await step.run(`s${i}`, () => void ran.push(i));
      await step.sleep("pause", "1s");
      return "all";
    }),
  ];
}

describe("steps that are stored together", () => {
  test("are stored before anything else of the run is", async () => {
    const ran: number[] = [];
    const asked: string[] = [];
    const harness = await startHarness({
      functions: quickSteps(5, ran),
      engine: { storeDelayMs: 10_000, beforeStoring: async (callId) => void asked.push(callId) },
    });
    await harness.send("go");
    const [run] = await harness.ended("quick");
    expect(run).toMatchObject({ status: "completed", output: "all" });
    expect(ran).toEqual([0, 1, 2, 3, 4]);
    const steps = await harness.rows<{ name: string }>("select name from {s}.step order by seq");
    expect(steps.map(({ name }) => name)).toEqual(["s0", "s1", "s2", "s3", "s4", "pause"]);
    // Each call by its item, which is the run's own, and its generation.
    expect(new Set(asked.map((callId) => callId.split(".")[0]))).toEqual(new Set([run?.id]));
  });

  test("are stored after the delay while a step takes long", async () => {
    const stored = Promise.withResolvers<void>();
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "waits", triggers: { event: "go" } }, async ({ step }) => {
          await step.run("first", () => 1);
          await step.run("long", () => stored.promise);
        }),
      ],
      engine: { storeDelayMs: 20 },
    });
    await harness.send("go");
    await until(
      "the first step to be stored",
      async () => (await harness.rows("select 1 from {s}.step where name = 'first'")).length === 1,
    );
    stored.resolve();
    expect((await harness.ended("waits"))[0]?.status).toBe("completed");
  });

  test("are not stored when the app can not stand for them: the run is called again from what is stored", async () => {
    const ran: number[] = [];
    let refusals = 1;
    const harness = await startHarness({
      functions: quickSteps(3, ran),
      engine: {
        storeDelayMs: 10_000,
        beforeStoring: async () => {
          refusals -= 1;
          if (refusals >= 0) throw new Error("not durable");
        },
      },
    });
    await harness.send("go");
    expect((await harness.ended("quick"))[0]?.status).toBe("completed");
    expect(ran).toEqual([0, 1, 2, 0, 1, 2]);
  });
});

describe("a step that says that it gets on", () => {
  /** A function of one step, and how to say that its current call gets on. */
  async function startSaying(work: (call: number, getOn: () => boolean) => unknown, engine: HarnessOptions["engine"]) {
    let callId = "";
    let calls = 0;
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "long", triggers: { event: "go" }, retries: 1 }, async ({ step }) => {
          await step.run("part by part", () => {
            calls += 1;
            return work(calls, () => harness.engine.progressed(callId));
          });
        }),
      ],
      engine,
      wrapHandler: (handler) => (request) => {
        callId = request.headers.get("x-request-id") ?? "";
        return handler(request);
      },
    });
    await harness.send("go");
    return harness;
  }

  test("may fail more often than one that does not, and is given up when it gets on no more", async () => {
    const harness = await startSaying(
      (call, getOn) => {
        if (call <= 4) getOn();
        throw new Error(`call ${call}`);
      },
      { storeDelayMs: 10_000 },
    );
    expect((await harness.ended("long"))[0]).toMatchObject({ status: "failed", error: { message: "call 5" } });
  });

  test("has it stored while it goes on, so that the death of its process counts as the first", async () => {
    const told = Promise.withResolvers<void>();
    const harness = await startSaying(
      async (call, getOn) => {
        if (call === 1) throw new Error("the first call");
        expect(getOn()).toBe(true);
        await told.promise;
      },
      { storeDelayMs: 20 },
    );
    const attempts = async () => (await harness.rows<{ attempt: number }>("select attempt from {s}.queue"))[0]?.attempt;
    await until("the second call", async () => (await attempts()) === 1);
    await until("its progress to be stored", async () => (await attempts()) === 0);
    told.resolve();
    expect((await harness.ended("long"))[0]?.status).toBe("completed");
    expect(harness.engine.progressed("of a call.1")).toBe(false);
  });
});

test("a call may begin more until the engine is told to stop, and not when it has been answered", async () => {
  let callId = "";
  const isAtWork = Promise.withResolvers<void>();
  const isDone = Promise.withResolvers<void>();
  const harness = await startHarness({
    functions: (inngest) => [
      inngest.createFunction({ id: "quick", triggers: { event: "go.quick" } }, () => "done"),
      inngest.createFunction({ id: "long", triggers: { event: "go.long" } }, async ({ step }) => {
        await step.run("wait", () => {
          isAtWork.resolve();
          return isDone.promise;
        });
      }),
    ],
    wrapHandler: (handler) => (request) => {
      callId = request.headers.get("x-request-id") ?? "";
      return handler(request);
    },
  });
  await harness.send("go.quick");
  await harness.ended("quick");
  await until("the call to be over", () => !harness.engine.mayGoOn(callId));
  await harness.send("go.long");
  await isAtWork.promise;
  expect(harness.engine.mayGoOn(callId)).toBe(true);
  const stopped = harness.engine.stop();
  await until("the engine to stop", () => !harness.engine.mayGoOn(callId));
  isDone.resolve();
  await stopped;
});
