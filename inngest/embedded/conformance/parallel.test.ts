import { describe, expect, test } from "vitest";
import { inProcess, overHttp } from "./drivers";
import { startHarness } from "./harness";

describe.each([inProcess, overHttp])("parallel $name", (driver) => {
  test("C-26 C-33 a group's steps run once each, and checkpointing goes on after it", async () => {
    const ran: string[] = [];
    let calls = 0;
    const harness = await startHarness({
      driver,
      wrapHandler: (handler) => (request) => (calls++, handler(request)),
      functions: (inngest) => [
        inngest.createFunction({ id: "fan", triggers: { event: "go" } }, async ({ step }) => {
          const values = await Promise.all(
            Array.from({ length: 8 }, (_, i) => step.run(`s${i}`, () => (ran.push(`s${i}`), i))),
          );
          for (let i = 0; i < 5; i++) await step.run(`after${i}`, () => ran.push(`after${i}`));
          return values.reduce((a, b) => a + b, 0);
        }),
      ],
    });
    calls = 0;
    await harness.send("go");
    expect((await harness.ended("fan"))[0]).toMatchObject({ status: "completed", output: 28 });
    expect(ran.slice(0, 8).toSorted()).toEqual(["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"]);
    expect(ran.slice(8)).toEqual(["after0", "after1", "after2", "after3", "after4"]);
    expect(calls).toBe(1 + 8 + 1); // planning, one call a step, and one for all that follows
  });

  test("C-27 parallel chains converge and the next step runs once", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "chains", triggers: { event: "go" } }, async ({ step }) => {
          const chain = async (name: string) => {
            await step.run(`${name}1`, () => ran.push(`${name}1`));
            return step.run(`${name}2`, () => (ran.push(`${name}2`), name));
          };
          const both = await Promise.all([chain("a"), chain("b")]);
          return step.run("end", () => (ran.push("end"), both.join("")));
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("chains"))[0]?.output).toBe("ab");
    expect(ran.toSorted()).toEqual(["a1", "a2", "b1", "b2", "end"]);
    expect(ran.at(-1)).toBe("end");
  });

  test("C-28 one of a group retries and the others do not rerun", async () => {
    const counts: Record<string, number> = {};
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "retrying", triggers: { event: "go" }, retries: 2 }, async ({ step }) => {
          const run = (id: string) =>
            step.run(id, () => {
              counts[id] = (counts[id] ?? 0) + 1;
              if (id === "b" && counts[id] < 3) throw new Error("again");
              return id;
            });
          return Promise.all([run("a"), run("b"), run("c")]);
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("retrying"))[0]?.output).toEqual(["a", "b", "c"]);
    expect(counts).toEqual({ a: 1, b: 3, c: 1 });
  });

  test("C-29 allSettled sees the final failure of one step", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "settled", triggers: { event: "go" }, retries: 1 }, async ({ step }) => {
          const results = await Promise.allSettled([
            step.run("good", () => 1),
            step.run("bad", (): number => {
              throw new Error("lost");
            }),
          ]);
          return results.map((result) => (result.status === "fulfilled" ? result.value : result.reason.message));
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("settled"))[0]).toMatchObject({ status: "completed", output: [1, "lost"] });
  });

  test("C-30 a step and a sleep in one group are both waited for", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "mixed", triggers: { event: "go" } }, async ({ step }) => {
          const [value] = await Promise.all([step.run("work", () => "worked"), step.sleep("pause", "1s")]);
          return step.run("end", () => value);
        }),
      ],
    });
    const started = Date.now();
    await harness.send("go");
    expect((await harness.ended("mixed"))[0]?.output).toBe("worked");
    expect(Date.now() - started).toBeGreaterThan(900);
  });

  test("C-31 the first branch of a race goes on before the loser has ended", async () => {
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "race", triggers: { event: "go" } }, async ({ step, group }) => {
          const winner = await group.parallel({ mode: "race" }, async () =>
            Promise.race([
              step.run("fast", () => "fast"),
              step.run("slow", async () => {
                await held;
                order.push("slow");
                return "slow";
              }),
            ]),
          );
          await step.run("next", () => {
            order.push(`next after ${winner}`);
            release();
          });
          return winner;
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("race"))[0]).toMatchObject({ status: "completed", output: "fast" });
    expect(order).toEqual(["next after fast", "slow"]);
  });

  test("C-32 with optimizeParallelism off every completion asks the function again, and steps still run once", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver,
      client: { optimizeParallelism: false },
      functions: (inngest) => [
        inngest.createFunction({ id: "eager", triggers: { event: "go" } }, async ({ step }) => {
          const chain = async (name: string) => {
            for (let i = 0; i < 3; i++) await step.run(`${name}${i}`, () => ran.push(`${name}${i}`));
          };
          await Promise.all([chain("a"), chain("b"), chain("c")]);
          return step.run("end", () => ran.length);
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("eager"))[0]).toMatchObject({ status: "completed", output: 9 });
    expect(new Set(ran).size).toBe(9);
    expect(await harness.rows("select * from {s}.queue")).toEqual([]);
  });
});
