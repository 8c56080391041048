import { describe, expect, test } from "vitest";
import { mostOutputBytes, mostSteps } from "../limits";
import { inProcess } from "./drivers";
import { startHarness } from "./harness";

describe("checkpointing", () => {
  test("C-76 every step is stored before the next one runs, and its success resets the attempts", async () => {
    const stored: number[] = [];
    const attempts: unknown[] = [];
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "saved", triggers: { event: "go" }, retries: 2 }, async ({ step, attempt }) => {
          for (let i = 0; i < 4; i++) {
            await step.run(`s${i}`, async () => {
              stored.push((await harness.rows("select id from {s}.step")).length);
              if (i === 1 && attempt === 0) throw new Error("once");
              attempts.push((await harness.rows<{ attempt: number }>("select attempt from {s}.queue"))[0]?.attempt);
            });
          }
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("saved"))[0]?.status).toBe("completed");
    expect(stored).toEqual([0, 1, 1, 2, 3]);
    expect(attempts).toEqual([0, 1, 0, 0]);
  });

  test("C-77 buffered steps are stored with the result, in one call and without a checkpoint", async () => {
    const requests: string[] = [];
    const harness = await startHarness({
      client: { checkpointing: { bufferedSteps: 10 } },
      wrapHandler: (handler) => (request) => (requests.push(request.method), handler(request)),
      functions: (inngest) => [
        inngest.createFunction({ id: "buffered", triggers: { event: "go" } }, async ({ step }) => {
          for (let i = 0; i < 3; i++) await step.run(`s${i}`, () => i);
          return "all";
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("buffered"))[0]).toMatchObject({ status: "completed", output: "all" });
    expect(requests.filter((method) => method === "POST")).toHaveLength(1);
    expect(await harness.rows("select name from {s}.step order by seq")).toEqual([
      { name: "s0" },
      { name: "s1" },
      { name: "s2" },
    ]);
  });

  test("C-78 after its longest runtime a call hands over, and no step is run twice", async () => {
    const ran: number[] = [];
    let calls = 0;
    const harness = await startHarness({
      client: { checkpointing: { maxRuntime: 60 } },
      wrapHandler: (handler) => (request) => (calls++, handler(request)),
      functions: (inngest) => [
        inngest.createFunction({ id: "long", triggers: { event: "go" } }, async ({ step }) => {
          for (let i = 0; i < 5; i++) {
            await step.run(`s${i}`, async () => {
              ran.push(i);
              await new Promise((resolve) => setTimeout(resolve, 30));
            });
          }
        }),
      ],
    });
    calls = 0;
    await harness.send("go");
    await harness.ended("long");
    expect(ran).toEqual([0, 1, 2, 3, 4]);
    expect(calls).toBeGreaterThan(1);
  });

  test("C-79 when checkpoints fail the steps come with the answer: nothing lost, nothing twice", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver: {
        name: "without checkpoints",
        open: async (functions, options) => {
          const app = await inProcess.open(functions, {
            ...options,
            fetch: async (input, init) => {
              if (String(input).includes("/v1/checkpoint/"))
                return Response.json({ error: "spoiled" }, { status: 500 });
              return harness.engine.fetch(input, init);
            },
          });
          return app;
        },
      },
      functions: (inngest) => [
        inngest.createFunction({ id: "fallback", triggers: { event: "go" } }, async ({ step }) => {
          await step.run("a", () => ran.push("a"));
          return step.run("b", () => ran.push("b"));
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("fallback"))[0]).toMatchObject({ status: "completed", output: 2 });
    expect(ran).toEqual(["a", "b"]);
  });

  test.each([
    ["one after the other", 500],
    ["in one group", 0],
  ])("C-80 a run of more steps than allowed, %s, fails clearly", async (_case, bufferedSteps) => {
    const harness = await startHarness({
      client: { checkpointing: { bufferedSteps } },
      functions: (inngest) => [
        inngest.createFunction({ id: "endless", triggers: { event: "go" } }, async ({ step }) => {
          if (bufferedSteps === 0) {
            await Promise.all(Array.from({ length: mostSteps + 1 }, (_, i) => step.run(`s${i}`, () => i)));
            return;
          }
          for (let i = 0; i <= mostSteps; i++) await step.run(`s${i}`, () => i);
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("endless"))[0]).toMatchObject({ status: "failed", error: { name: "StepLimitError" } });
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });
});

describe("the limits of a run", () => {
  test.each([true, false])(
    "a step's output of more than 4 MB fails its run clearly (checkpointing %s)",
    async (checkpointing) => {
      const ran: string[] = [];
      const harness = await startHarness({
        client: { checkpointing },
        functions: (inngest) => [
          inngest.createFunction({ id: "large", triggers: { event: "go" }, retries: 3 }, async ({ step }) => {
            await step.run("dump", () => (ran.push("dump"), "x".repeat(mostOutputBytes)));
            await step.run("after", () => ran.push("after"));
          }),
        ],
      });
      await harness.send("go");
      const [run] = await harness.ended("large");
      expect(run).toMatchObject({ status: "failed", error: { name: "OutputTooLargeError" } });
      expect(run?.error?.message).toContain('The step "dump" gave more than 4 MB');
      expect(ran).toEqual(["dump"]);
      expect(await harness.rows("select id from {s}.step")).toEqual([]);
    },
  );

  test("a function's result of more than 4 MB fails its run clearly", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "large", triggers: { event: "go" } }, async () => "x".repeat(mostOutputBytes)),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("large"))[0]?.error?.message).toContain("The function gave more than 4 MB");
  });

  test("outputs of more than 32 MB together fail their run clearly, before the step that is too much is stored", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "hoarder", triggers: { event: "go" }, retries: 0 }, async ({ step }) => {
          for (let i = 0; i < 9; i++) await step.run(`s${i}`, () => "x".repeat(4_000_000));
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("hoarder"))[0]).toMatchObject({
      status: "failed",
      error: { name: "StateTooLargeError" },
    });
    expect(await harness.rows("select id from {s}.step")).toHaveLength(8);
  });
});

describe("what the engine does not do", () => {
  test("C-85 an operation it does not know fails the run and names it", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "infers", triggers: { event: "go" } }, async ({ step }) => {
          const model = {
            url: "http://127.0.0.1:1",
            authKey: "",
            format: "openai-chat",
            headers: {},
            options: { model: "m" },
          } as const;
          await step.ai.infer("infer", { model: model as never, body: {} as never });
        }),
      ],
    });
    await harness.send("go");
    const [run] = await harness.ended("infers");
    expect(run).toMatchObject({ status: "failed", error: { name: "UnsupportedError" } });
    expect(run?.error?.message).toContain('the operation "AIGateway" (step "infer")');
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test("an endpoint it does not offer says so", async () => {
    const harness = await startHarness({ functions: () => [] });
    const response = await harness.engine.fetch("http://inngest.embedded/v1/realtime/token", {
      method: "POST",
      body: "{}",
    });
    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({
      error: "The embedded executor does not offer POST /v1/realtime/token",
      status: 501,
    });
  });
});
