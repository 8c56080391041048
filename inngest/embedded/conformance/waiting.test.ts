import { describe, expect, test } from "vitest";
import { inProcess, overHttp } from "./drivers";
import { startHarness, until, type Harness } from "./harness";

/** Resolves when a run waits for something. */
async function waiting(harness: Harness, count = 1) {
  await until(
    "a waiting run",
    async () => (await harness.rows("select id from {s}.pause where kind <> 'cancel'")).length >= count,
  );
}

describe.each([inProcess, overHttp])("waiting $name", (driver) => {
  test("C-34 C-35 sleeping lasts as long as asked, and until a past time not at all", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "sleeper", triggers: { event: "go" } }, async ({ step }) => {
          await step.sleepUntil("past", new Date("2020-01-01T00:00:00Z"));
          const before = await step.run("before", () => Date.now());
          await step.sleep("nap", "1s");
          const between = await step.run("between", () => Date.now());
          await step.sleepUntil("future", new Date(between + 400));
          const after = await step.run("after", () => Date.now());
          return { nap: between - before, future: after - between };
        }),
      ],
    });
    await harness.send("go");
    const [run] = await harness.ended("sleeper");
    const output = run?.output as { nap: number; future: number };
    expect(output.nap).toBeGreaterThanOrEqual(990);
    expect(output.nap).toBeLessThan(3000);
    expect(output.future).toBeGreaterThanOrEqual(390);
    expect(output.future).toBeLessThan(3000);
  });

  test("C-36 a sleep survives a restart of the engine", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "survivor", triggers: { event: "go" } }, async ({ step }) => {
          await step.run("before", () => ran.push("before"));
          await step.sleep("nap", "1s");
          await step.run("after", () => ran.push("after"));
        }),
      ],
    });
    await harness.send("go");
    await until(
      "the sleep",
      async () => (await harness.rows("select id from {s}.queue where kind = 'sleep'")).length === 1,
    );
    await harness.restart();
    expect((await harness.ended("survivor"))[0]?.status).toBe("completed");
    expect(ran).toEqual(["before", "after"]);
  });

  test("C-37 C-40 a wait gets the event that matches, not another one, not an earlier one", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "waiter", triggers: { event: "go" } }, async ({ step }) =>
          step.waitForEvent("answer", { event: "reply", match: "data.order", timeout: "1h" }),
        ),
        inngest.createFunction({ id: "own", triggers: { event: "echo" } }, async ({ step }) =>
          step.waitForEvent("again", { event: "echo", match: "data.order", timeout: "1h" }),
        ),
      ],
    });
    await harness.send("reply", { order: 1, text: "too early" });
    await harness.send("go", { order: 1 });
    await harness.send("echo", { order: 1 });
    await waiting(harness, 2);
    await harness.send("reply", { order: 2, text: "another order" });
    await harness.send("reply", { order: 1, text: "mine" });
    expect((await harness.ended("waiter"))[0]?.output).toMatchObject({
      name: "reply",
      data: { order: 1, text: "mine" },
    });
    expect(await harness.rows("select id from {s}.run where fn = 'conformance-own' and status = 'open'")).toHaveLength(
      1,
    );
    await harness.send("echo", { order: 1, second: true });
    expect((await harness.ended("own"))[0]?.output).toMatchObject({ data: { second: true } });
  });

  test("C-38 a wait's condition sees both the first event and the one that arrives", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "conditional", triggers: { event: "go" } }, async ({ step }) =>
          step.waitForEvent("paid", {
            event: "pay",
            if: "async.data.amount >= event.data.price && async.data.who != 'nobody'",
            timeout: "1h",
          }),
        ),
      ],
    });
    await harness.send("go", { price: 10 });
    await waiting(harness);
    await harness.send("pay", { amount: 9, who: "ann" });
    await harness.send("pay", { amount: 10, who: "nobody" });
    await harness.send("pay", { amount: 11, who: "ann" });
    expect((await harness.ended("conditional"))[0]?.output).toMatchObject({ data: { amount: 11 } });
  });

  test("C-39 C-41 a wait that times out gives null, and a late event changes nothing", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "patient", triggers: { event: "go" } }, async ({ step }) => {
          const event = await step.waitForEvent("answer", { event: "reply", timeout: "1s" });
          return { event };
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("patient"))[0]?.output).toEqual({ event: null });
    await harness.send("reply");
    expect(await harness.rows("select id from {s}.pause")).toEqual([]);
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test("C-42 a signal reaches the run that waits; a second wait fails or replaces", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "signalled", triggers: { event: "go" } }, async ({ event, step }) => {
          const onConflict = event.data.replace ? "replace" : "fail";
          return step
            .waitForSignal<{ n: number }>("s", { signal: "sig-1", timeout: "1h", onConflict })
            .catch((error: Error) => ({ signal: "none", data: error.message }));
        }),
        inngest.createFunction({ id: "sender", triggers: { event: "send" } }, async ({ step }) =>
          step.sendSignal("send", { signal: "sig-1", data: { n: 5 } }),
        ),
      ],
    });
    await harness.send("go", { run: 1 });
    await waiting(harness);
    await harness.send("go", { run: 2 });
    const [conflicting] = await harness.ended("signalled");
    expect(conflicting?.output).toMatchObject({ signal: "none", data: expect.stringMatching(/waits for the signal/) });
    await harness.send("go", { replace: true });
    await until("the replacement", async () => {
      const [row] = await harness.rows<{ events: string }>(
        "select r.events from {s}.pause p join {s}.run r on r.id = p.run_id",
      );
      return row?.events.includes('"replace":true');
    });
    await harness.send("send");
    const runs = await harness.ended("signalled", 2);
    expect(runs.find((run) => run.id !== conflicting?.id)?.output).toEqual({ signal: "sig-1", data: { n: 5 } });
    expect(await harness.rows("select id from {s}.pause")).toEqual([]);
  });
});

describe.each([inProcess, overHttp])("invoking $name", (driver) => {
  test("C-43 C-44 C-46 an invocation gives the data back; a child's failure and an unknown function can be caught", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => {
        const child = inngest.createFunction(
          { id: "child", triggers: { event: "unused" }, retries: 0 },
          async ({ event, step }) => {
            if (event.data.fail) throw new Error("the child failed");
            return step.run("double", () => (event.data.n as number) * 2);
          },
        );
        const gone = inngest.createFunction({ id: "gone", triggers: { event: "unused" } }, async () => null);
        const parent = inngest.createFunction({ id: "parent", triggers: { event: "go" } }, async ({ step }) => {
          const value = await step.invoke("good", { function: child, data: { n: 21 } });
          const failed = await step
            .invoke("bad", { function: child, data: { fail: true } })
            .catch((error: Error) => error.message);
          const unknown = await step.invoke("unknown", { function: gone }).catch((error: Error) => error.message);
          return { value, failed, unknown };
        });
        return [child, parent];
      },
    });
    await harness.send("go");
    const [run] = await harness.ended("parent");
    expect(run?.output).toEqual({
      value: 42,
      failed: "the child failed",
      unknown: 'There is no function "conformance-gone" to invoke',
    });
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test("C-43 runs that end in the same moment each end with their own result, failures and large ones among them", async () => {
    const together = 24;
    const textOf = (n: number) => `${n} `.repeat(n % 6 === 0 ? 50_000 : 1);
    const harness = await startHarness({
      driver,
      functions: (inngest) => {
        const child = inngest.createFunction(
          { id: "child", triggers: { event: "unused" }, retries: 0 },
          async ({ event, step }) => {
            await step.sleep("until all are there", "1s");
            const { n } = event.data as { n: number };
            if (n % 5 === 0) throw new Error(`no ${n}`);
            return textOf(n);
          },
        );
        const parent = inngest.createFunction({ id: "parent", triggers: { event: "go" } }, async ({ step }) => {
          const results = await Promise.all(
            Array.from({ length: together }, (_, n) =>
              step
                .invoke(`call ${n}`, { function: child, data: { n } })
                .then((text) => text === textOf(n))
                .catch((error: Error) => error.message),
            ),
          );
          return results;
        });
        return [child, parent];
      },
    });
    await harness.send("go");
    const [run] = await harness.ended("parent");
    expect(run?.output).toEqual(Array.from({ length: together }, (_, n) => (n % 5 === 0 ? `no ${n}` : true)));
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test("C-45 an invocation times out and the parent can go on", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => {
        const child = inngest.createFunction({ id: "slow", triggers: { event: "unused" } }, async ({ step }) => {
          await step.sleep("long", "1h");
        });
        const parent = inngest.createFunction({ id: "impatient", triggers: { event: "go" } }, async ({ step }) =>
          step.invoke("call", { function: child, timeout: "1s" }).catch((error: Error) => error.name),
        );
        return [child, parent];
      },
    });
    await harness.send("go");
    expect((await harness.ended("impatient"))[0]?.output).toBe("InngestInvokeTimeoutError");
  });

  test("C-47 an invocation survives a restart while the child runs", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => {
        const child = inngest.createFunction({ id: "napping", triggers: { event: "unused" } }, async ({ step }) => {
          await step.sleep("nap", "1s");
          return "rested";
        });
        const parent = inngest.createFunction({ id: "parent", triggers: { event: "go" } }, async ({ step }) =>
          step.invoke("call", { function: child }),
        );
        return [child, parent];
      },
    });
    await harness.send("go");
    await until(
      "the child's sleep",
      async () => (await harness.rows("select id from {s}.queue where kind = 'sleep'")).length === 1,
    );
    await harness.restart();
    expect((await harness.ended("parent"))[0]?.output).toBe("rested");
  });
});
