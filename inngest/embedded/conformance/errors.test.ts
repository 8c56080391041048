import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, test } from "vitest";
import { inProcess, overHttp } from "./drivers";
import { startHarness } from "./harness";

describe.each([inProcess, overHttp])("errors $name", (driver) => {
  test.each([true, false])(
    "C-13 a step is retried with backoff, earlier steps not rerun (checkpointing %s)",
    async (checkpointing) => {
      const ran: string[] = [];
      const waited: number[] = [];
      const harness = await startHarness({
        driver,
        client: { checkpointing },
        engine: { backoff: (attempt) => (waited.push(attempt), 10) },
        functions: (inngest) => [
          inngest.createFunction({ id: "flaky", triggers: { event: "go" }, retries: 3 }, async ({ step }) => {
            await step.run("first", () => ran.push("first"));
            await step.run("second", ({ attempt = 0 } = {}) => {
              ran.push("second");
              if (ran.filter((id) => id === "second").length < 3) throw new Error(`not yet ${attempt}`);
            });
            await step.run("third", () => ran.push("third"));
            return "done";
          }),
        ],
      });
      await harness.send("go");
      expect((await harness.ended("flaky"))[0]).toMatchObject({ status: "completed", output: "done" });
      expect(ran).toEqual(["first", "second", "second", "second", "third"]);
      expect(waited).toEqual([0, 1]);
    },
  );

  test("C-14 C-17 an exhausted step fails the run with its error", async () => {
    let ran = 0;
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "hopeless", triggers: { event: "go" }, retries: 2 }, async ({ step }) => {
          await step.run("bad", () => {
            ran++;
            throw new TypeError("always");
          });
        }),
        inngest.createFunction({ id: "final", triggers: { event: "go" }, retries: 2 }, async () => {
          throw new NonRetriableError("never again");
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("hopeless"))[0]).toMatchObject({
      status: "failed",
      error: { name: "TypeError", message: "always" },
    });
    expect(ran).toBe(3);
    expect((await harness.ended("final"))[0]).toMatchObject({ status: "failed", error: { message: "never again" } });
    expect(await harness.rows("select * from {s}.queue")).toEqual([]);
  });

  test("C-15 C-16 a caught step error continues; a NonRetriableError in a step is not retried", async () => {
    let ran = 0;
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "catches", triggers: { event: "go" }, retries: 3 }, async ({ step }) => {
          const message = await step
            .run("bad", (): string => {
              ran++;
              throw new NonRetriableError("no use");
            })
            .catch((error: Error) => error.message);
          return step.run("after", () => `went on after: ${message}`);
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("catches"))[0]).toMatchObject({ status: "completed", output: "went on after: no use" });
    expect(ran).toBe(1);
  });

  test("C-18 C-24 a function error is retried with attempt 0, 1, 2, whatever was thrown", async () => {
    const attempts: number[] = [];
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "attempts", triggers: { event: "go" }, retries: 2 }, async ({ attempt }) => {
          attempts.push(attempt);
          if (attempt === 0) throw "a string";
          if (attempt === 1) throw { code: 7 };
          throw new Error("the last");
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("attempts"))[0]).toMatchObject({ status: "failed", error: { message: "the last" } });
    expect(attempts).toEqual([0, 1, 2]);
  });

  test("C-19 RetryAfterError decides the wait", async () => {
    const times: number[] = [];
    const harness = await startHarness({
      driver,
      engine: { backoff: () => 60_000 },
      functions: (inngest) => [
        inngest.createFunction({ id: "later", triggers: { event: "go" }, retries: 1 }, async ({ step }) =>
          step.run("wait", () => {
            times.push(Date.now());
            if (times.length === 1) throw new RetryAfterError("busy", "1s");
            return "now";
          }),
        ),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("later"))[0]).toMatchObject({ status: "completed", output: "now" });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(500);
    expect(second - first).toBeLessThan(5000);
  });

  test("C-21 C-22 retries 0 means one attempt, no number means five", async () => {
    const counts = { none: 0, standard: 0 };
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "none", triggers: { event: "go" }, retries: 0 }, async () => {
          counts.none++;
          throw new Error("no");
        }),
        inngest.createFunction({ id: "standard", triggers: { event: "go" } }, async () => {
          counts.standard++;
          throw new Error("no");
        }),
      ],
    });
    await harness.send("go");
    await Promise.all([harness.ended("none"), harness.ended("standard")]);
    expect(counts).toEqual({ none: 1, standard: 5 });
  });

  test("C-23 onFailure gets the error and the original event, and a failing one does not go round", async () => {
    const seen: unknown[] = [];
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction(
          {
            id: "guarded",
            triggers: { event: "go" },
            retries: 0,
            onFailure: async ({ error, event }) => {
              seen.push({ message: error.message, data: event.data.event.data, run: event.data.run_id });
              throw new NonRetriableError("the handler fails too");
            },
          },
          async () => {
            throw new Error("broken");
          },
        ),
      ],
    });
    await harness.send("go", { order: 7 });
    const [run] = await harness.ended("guarded");
    expect((await harness.ended("guarded-failure"))[0]).toMatchObject({ status: "failed" });
    expect(seen).toEqual([{ message: "broken", data: { order: 7 }, run: run?.id }]);
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
    expect(await harness.rows("select id from {s}.run")).toHaveLength(2);
  });

  test("C-12 a function that vanished from the app fails its run clearly", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [inngest.createFunction({ id: "present", triggers: { event: "go" } }, async () => null)],
    });
    await harness.rows(
      `insert into {s}.run (id, fn, event_id, events) values ('old', 'conformance-gone', 'e', '[{"name":"go","data":{}}]')`,
    );
    await harness.rows(
      `insert into {s}.queue (id, kind, fn, run_id, visible_at) values ('old', 'step', 'conformance-gone', 'old', now())`,
    );
    expect((await harness.ended("gone"))[0]?.error?.message).toMatch(/"conformance-gone" was not found in this app/);
  });
});

describe("answers that are none", () => {
  test.each([
    ["no SDK header", async () => new Response('"fine"', { status: 200 }), /does not come from the Inngest SDK/],
    [
      "invalid JSON",
      async () => new Response("<html>", { status: 206, headers: { "x-inngest-sdk": "x" } }),
      /not JSON/,
    ],
    [
      "an operation without a kind",
      async () => new Response("[{}]", { status: 206, headers: { "x-inngest-sdk": "x" } }),
      /without id or kind/,
    ],
    ["a handler that throws", async () => Promise.reject(new Error("handler down")), /handler down/],
  ])("C-25 %s is retried and never a success", async (_case, respond: () => Promise<Response>, message) => {
    let calls = 0;
    const harness = await startHarness({
      wrapHandler: (handler) => async (request) => {
        if (request.method === "PUT") return handler(request);
        calls++;
        return respond();
      },
      functions: (inngest) => [
        inngest.createFunction({ id: "victim", triggers: { event: "go" }, retries: 1 }, async () => null),
      ],
    });
    await harness.send("go");
    const [run] = await harness.ended("victim");
    expect(run).toMatchObject({ status: "failed" });
    expect(run?.error?.message).toMatch(message);
    expect(calls).toBe(2);
  });
});
