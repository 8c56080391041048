import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, test } from "vitest";
import { isServerGiven, patienceMs, startBesideServer } from "./beside-server";
import { until } from "./harness";

/*
 * C-81: what holds in process holds beside a server. With INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY
 * these cases run against that server, otherwise against our stand-in for one. They see only what an app sees.
 */

describe(
  `beside ${isServerGiven ? "the given server" : "a stand-in for a server"}`,
  { timeout: patienceMs * 2 },
  () => {
    test("C-1 C-3 sequential steps run in order, each once; a function without steps completes", async () => {
      const ran: unknown[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction({ id: "chain", triggers: { event: "go" } }, async ({ event, step }) => {
          const a = await step.run("a", () => (ran.push("a"), event.data.start as number));
          const b = await step.run("b", () => (ran.push("b"), a + 1));
          await step.run("c", () => ran.push(a + b));
        }),
        inngest.createFunction({ id: "plain", triggers: { event: "go" } }, async ({ event }) => event.data.start),
      ]);
      await app.send("go", { start: 20 });
      expect(await app.ended("chain")).toMatchObject([{ status: "completed" }]);
      expect(await app.ended("plain")).toMatchObject([{ status: "completed" }]);
      expect(ran).toEqual(["a", "b", 41]);
    });

    test("C-5 C-8 C-9 the same event id starts a function once; triggers go by condition and by wildcard", async () => {
      const ran: string[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction(
          { id: "big", triggers: { event: "order/made", if: "event.data.total > 100" } },
          async () => {
            ran.push("big");
          },
        ),
        inngest.createFunction({ id: "any", triggers: { event: "order/*" } }, async ({ event }) => {
          ran.push(`any ${event.data.total}`);
        }),
      ]);
      await app.send("order/made", { total: 500 }, "one");
      await app.send("order/made", { total: 500 }, "one");
      await app.send("order/made", { total: 5 }, "two");
      await app.ended("any", 2);
      await app.ended("big");
      expect(ran.toSorted()).toEqual(["any 5", "any 500", "big"]);
    });

    test("C-13 C-19 C-15 C-16 a step is retried and earlier ones are not; a caught error continues", async () => {
      const ran: string[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction({ id: "flaky", triggers: { event: "go" }, retries: 3 }, async ({ step }) => {
          await step.run("first", () => ran.push("first"));
          await step.run("second", () => {
            ran.push("second");
            if (ran.filter((id) => id === "second").length < 2) throw new RetryAfterError("soon", "1s");
          });
          const message = await step
            .run("third", (): string => {
              ran.push("third");
              throw new NonRetriableError("no use");
            })
            .catch((error: Error) => error.message);
          await step.run("last", () => ran.push(message));
        }),
      ]);
      await app.send("go");
      expect(await app.ended("flaky")).toMatchObject([{ status: "completed" }]);
      expect(ran).toEqual(["first", "second", "second", "third", "no use"]);
    });

    test("C-14 C-17 C-23 an exhausted function fails and its failure handler gets the error and the event", async () => {
      const seen: unknown[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction(
          {
            id: "hopeless",
            triggers: { event: "go" },
            retries: 0,
            onFailure: async ({ error, event }) => {
              seen.push([error.message, event.data.event.data]);
            },
          },
          async () => {
            throw new TypeError("always");
          },
        ),
      ]);
      await app.send("go", { n: 1 });
      expect(await app.ended("hopeless")).toMatchObject([{ status: "failed" }]);
      await until("the failure handler", () => seen.length > 0, patienceMs);
      expect(seen).toEqual([["always", { n: 1 }]]);
    });

    test("C-26 C-27 C-29 C-30 parallel steps run once each and converge, with a sleep and a failure among them", async () => {
      const ran: string[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction({ id: "fan", triggers: { event: "go" }, retries: 0 }, async ({ step }) => {
          const results = await Promise.allSettled([
            ...["a", "b", "c"].map((id) => step.run(id, () => (ran.push(id), id))),
            step.sleep("nap", "1s"),
            step.run("bad", () => {
              throw new NonRetriableError("bad");
            }),
          ]);
          await step.run("end", () => ran.push(results.map(({ status }) => status[0]).join("")));
        }),
      ]);
      await app.send("go");
      expect(await app.ended("fan")).toMatchObject([{ status: "completed" }]);
      expect(ran.slice(0, 3).toSorted()).toEqual(["a", "b", "c"]);
      expect(ran.slice(3)).toEqual(["ffffr"]);
    });

    test("C-34 C-37 C-39 sleeping, waiting for the event that matches, and waiting in vain", async () => {
      const seen: unknown[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction({ id: "waiter", triggers: { event: "go" } }, async ({ step }) => {
          await step.sleep("nap", "1s");
          const nothing = await step.waitForEvent("nothing", { event: "never", timeout: "1s" });
          const answer = await step.waitForEvent("answer", { event: "reply", match: "data.order", timeout: "1h" });
          await step.run("end", () => seen.push(nothing, answer?.data));
        }),
      ]);
      await app.send("go", { order: 1 });
      await app.sendUntil("reply", { order: 2 }, () => true);
      await app.sendUntil("reply", { order: 1, text: "mine" }, () => seen.length > 0);
      expect(seen).toEqual([null, { order: 1, text: "mine" }]);
      expect(await app.ended("waiter")).toMatchObject([{ status: "completed" }]);
    });

    test("C-43 C-44 an invocation gives the data back, and a child's failure can be caught", async () => {
      const seen: unknown[] = [];
      const app = await startBesideServer((inngest) => {
        const child = inngest.createFunction(
          { id: "child", triggers: { event: "unused" }, retries: 0 },
          async ({ event }) => {
            if (event.data.fail) throw new Error("the child failed");
            return { doubled: (event.data.n as number) * 2 };
          },
        );
        const parent = inngest.createFunction(
          { id: "parent", triggers: { event: "go" }, retries: 0 },
          async ({ step }) => {
            const good = await step.invoke("good", { function: child, data: { n: 21 } });
            const bad = await step
              .invoke("bad", { function: child, data: { fail: true } })
              .catch((error: Error) => error.message);
            await step.run("end", () => seen.push(good, bad));
          },
        );
        return [child, parent];
      });
      await app.send("go");
      expect(await app.ended("parent")).toMatchObject([{ status: "completed" }]);
      expect(seen).toEqual([{ doubled: 42 }, expect.stringContaining("the child failed")]);
    });

    test("C-48 C-49 C-52 a run is cancelled by the event that matches and by no other, and the cancellation is told", async () => {
      const ran: string[] = [];
      let told = 0;
      const app = await startBesideServer((inngest) => [
        inngest.createFunction(
          { id: "sleeper", triggers: { event: "go" }, cancelOn: [{ event: "stop", match: "data.id" }] },
          async ({ event, step }) => {
            await step.run("begin", () => ran.push(`begin ${event.data.id}`));
            await step.sleep("nap", "3s");
            await step.run("end", () => ran.push(`end ${event.data.id}`));
          },
        ),
        inngest.createFunction({ id: "tell", triggers: { event: "inngest/function.cancelled" } }, async () => {
          told++;
        }),
      ]);
      await app.send("go", { id: "a" });
      await app.send("go", { id: "b" });
      await app.sendUntil("stop", { id: "a" }, () => told > 0);
      const runs = await app.ended("sleeper", 2);
      expect(runs.map(({ status }) => status).toSorted()).toEqual(["cancelled", "completed"]);
      expect(ran).toContain("end b");
      expect(ran).not.toContain("end a");
    });

    test("C-54 C-61 a concurrency limit holds, and a batch starts at its size", async () => {
      let now = 0;
      let peak = 0;
      const sizes: number[] = [];
      const app = await startBesideServer((inngest) => [
        inngest.createFunction({ id: "limited", triggers: { event: "go" }, concurrency: 1 }, async ({ step }) => {
          await step.run("work", async () => {
            peak = Math.max(peak, ++now);
            await new Promise((resolve) => setTimeout(resolve, 20));
            now--;
          });
        }),
        inngest.createFunction(
          { id: "bulk", triggers: { event: "go" }, batchEvents: { maxSize: 3, timeout: "30s" } },
          async ({ events }) => {
            sizes.push(events.length);
          },
        ),
      ]);
      await app.inngest.send([1, 2, 3].map((n) => ({ name: "go", data: { n } })));
      await app.ended("limited", 3);
      await app.ended("bulk");
      expect(peak).toBe(1);
      expect(sizes).toEqual([3]);
    });
  },
);
