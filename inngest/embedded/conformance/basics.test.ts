import { describe, expect, test } from "vitest";
import { inProcess, overHttp } from "../testing/drivers";
import { startHarness } from "../testing/harness";

describe.each([inProcess, overHttp])("basics $name", (driver) => {
  test("C-1 sequential steps run in order, each once, and the result is kept", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "chain", triggers: { event: "go" } }, async ({ event, step }) => {
          const a = await step.run("a", () => (ran.push("a"), event.data.start as number));
          const b = await step.run("b", () => (ran.push("b"), a + 1));
          return step.run("c", () => (ran.push("c"), { sum: a + b }));
        }),
      ],
    });
    await harness.send("go", { start: 20 });
    const [run] = await harness.ended("chain");
    expect(run).toMatchObject({ status: "completed", output: { sum: 41 } });
    expect(ran).toEqual(["a", "b", "c"]);
    expect(await harness.rows("select * from {s}.queue")).toEqual([]);
  });
});
