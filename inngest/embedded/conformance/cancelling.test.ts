import { describe, expect, test } from "vitest";
import { inProcess, overHttp } from "./drivers";
import { startHarness, until, type Harness } from "./harness";

/** Nothing of any run is left to do. */
async function expectNothingLeft(harness: Harness) {
  expect(await harness.rows("select id from {s}.queue where kind <> 'event'")).toEqual([]);
  expect(await harness.rows("select id from {s}.pause")).toEqual([]);
}

describe.each([inProcess, overHttp])("cancelling $name", (driver) => {
  test("C-48 C-49 C-51 C-52 a sleeping and a waiting run end by an event that matches, and by no other", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction(
          { id: "sleeper", triggers: { event: "go" }, cancelOn: [{ event: "stop", match: "data.id" }] },
          async ({ step }) => step.sleep("long", "1h"),
        ),
        inngest.createFunction(
          {
            id: "waiter",
            triggers: { event: "go" },
            cancelOn: [{ event: "stop", if: "async.data.id == event.data.id && async.data.sure" }],
          },
          async ({ step }) => step.waitForEvent("never", { event: "never", timeout: "1h" }),
        ),
        inngest.createFunction(
          { id: "witness", triggers: { event: "inngest/function.cancelled" } },
          async ({ event }) => event.data.function_id,
        ),
      ],
    });
    await harness.send("go", { id: "a" });
    await until(
      "both runs at rest",
      async () => (await harness.rows("select id from {s}.queue where kind in ('sleep', 'timeout')")).length === 2,
    );
    await harness.send("stop", { id: "b", sure: true });
    expect(await harness.rows("select id from {s}.run where status = 'cancelled'")).toEqual([]);
    await harness.send("stop", { id: "a", sure: true });
    expect((await harness.ended("sleeper"))[0]?.status).toBe("cancelled");
    expect((await harness.ended("waiter"))[0]?.status).toBe("cancelled");
    const witnesses = await harness.ended("witness", 2);
    expect(witnesses.map(({ output }) => output).toSorted()).toEqual(["conformance-sleeper", "conformance-waiter"]);
    await expectNothingLeft(harness);
  });

  test("C-50 a run cancelled during a step keeps nothing of it and runs no further", async () => {
    const ran: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction(
          { id: "busy", triggers: { event: "go" }, cancelOn: [{ event: "stop" }] },
          async ({ step }) => {
            await step.run("held", async () => {
              ran.push("held");
              await held;
              ran.push("released");
            });
            await step.run("next", () => ran.push("next"));
          },
        ),
        inngest.createFunction({ id: "later", triggers: { event: "check" } }, async () => "checked"),
      ],
    });
    await harness.send("go");
    await until("the step", () => ran.includes("held"));
    await harness.send("stop");
    expect((await harness.ended("busy"))[0]?.status).toBe("cancelled");
    release();
    await until("the released step", () => ran.includes("released"));
    await harness.send("check");
    await harness.ended("later");
    expect(ran).toEqual(["held", "released"]);
    expect(await harness.rows("select id from {s}.step")).toEqual([]);
    await expectNothingLeft(harness);
  });

  test("C-51 a run that waits for a place is cancelled before it begins", async () => {
    const started: unknown[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction(
          { id: "queued", triggers: { event: "go" }, concurrency: 1, cancelOn: [{ event: "stop", match: "data.id" }] },
          async ({ event }) => {
            started.push(event.data.id);
            await held;
          },
        ),
      ],
    });
    await harness.send("go", { id: 1 });
    await until("the first run", () => started.length === 1);
    await harness.send("go", { id: 2 });
    await harness.send("stop", { id: 2 });
    expect((await harness.ended("queued"))[0]?.status).toBe("cancelled");
    release();
    await harness.ended("queued", 2);
    expect(started).toEqual([1]);
  });

  test("C-53 after its timeout a cancel rule does not hold any more", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction(
          { id: "aged", triggers: { event: "go" }, cancelOn: [{ event: "stop", timeout: "1s" }] },
          async ({ step }) => {
            await step.sleep("nap", "2s");
            return "lived";
          },
        ),
      ],
    });
    await harness.send("go");
    await until(
      "the rule's end",
      async () => (await harness.rows("select id from {s}.pause where expires_at < clock_timestamp()")).length === 1,
    );
    await harness.send("stop");
    expect((await harness.ended("aged"))[0]).toMatchObject({ status: "completed", output: "lived" });
  });
});
