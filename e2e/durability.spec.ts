import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { anyFreePort, isPortFree } from "@/scripts/lib/free-port.mjs";
import { startEffectServer } from "./fixtures/effect-server";
import { leftovers, makeStateFolder, processesOf, startInstallation, type Installation } from "./fixtures/installation";
import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";

const effects = ["before", "beside", "interrupted", "after"] as const;

/** Four calls to a receiver outside: `before` and then `interrupted`, `beside` next to them, and `after` when both are done. */
function effectWorkflow(receiver: string): WorkflowDraft {
  return {
    inputs: [{ name: "query", type: "string", required: false }],
    nodes: [
      { id: "start", type: "start", config: {} },
      ...effects.map((id) => ({ id, type: "tool", config: { method: "POST", url: `${receiver}/${id}`, body: {} } })),
      { id: "say", type: "answer", config: { template: "{{ nodes.after.output.body.done }} was done last." } },
    ],
    edges: [
      { source: "start", target: "before" },
      { source: "before", target: "interrupted" },
      { source: "start", target: "beside" },
      { source: "beside", target: "after" },
      { source: "interrupted", target: "after" },
      { source: "after", target: "say" },
    ],
  };
}

function report(what: string, { startMs }: Installation): void {
  process.stdout.write(`${what}: ready after ${(startMs / 1000).toFixed(1)} s\n`);
}

test("kill -9 in mid-run: after the next start the run completes, what had finished is not done again, and a stop leaves nothing", async () => {
  test.setTimeout(180_000);
  const folder = makeStateFolder();
  const receiver = await startEffectServer({ heldPath: "/interrupted" });
  const port = await anyFreePort();
  const started: Installation[] = [];
  const start = async () => {
    const installation = await startInstallation(folder, { port, settings: { EGRESS_ALLOW: "127.0.0.1" } });
    started.push(installation);
    return installation;
  };
  try {
    const first = await start();
    report("First start", first);
    const { appCode, runId } = await test.step("a run waits for an answer from outside", async () => {
      const api = studioApi(first.origin);
      const code = await api.publish(await api.create("Effects", effectWorkflow(receiver.origin)));
      const run = await api.run(code, "go");
      await receiver.held;
      const besides = async () => {
        const { nodeRuns } = await api.trpc.runs.get.query({ runId: run.runId });
        return nodeRuns.find((node) => node.nodeId === "beside")?.status;
      };
      await expect.poll(besides).toBe("completed");
      return { appCode: code, runId: run.runId };
    });
    await first.kill();

    const second = await start();
    report("Start after kill -9", second);
    const api = studioApi(second.origin);
    await test.step("the run completes; only the interrupted call is repeated, with its own key", async () => {
      const { ids, events } = await api.readRun(runId);
      expect(events.at(-1)).toMatchObject({ type: "RUN_FINISHED", outcome: { type: "success" } });
      expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
      expect(events.map((event) => event.delta ?? "").join("")).toBe("/after was done last.");
      const keysOf = (id: string) =>
        receiver.effects.filter((effect) => effect.path === `/${id}`).map((effect) => effect.idempotencyKey);
      expect(effects.map((id) => [id, keysOf(id).length])).toEqual([
        ["before", 1],
        ["beside", 1],
        ["interrupted", 2],
        ["after", 1],
      ]);
      expect(effects.map((id) => new Set(keysOf(id)).size)).toEqual([1, 1, 1, 1]);
      expect(new Set(effects.flatMap(keysOf)).size).toBe(effects.length);
      expect((await api.trpc.runs.get.query({ runId })).status).toBe("completed");
    });
    await test.step("new work is taken", async () => {
      const again = await api.run(appCode, "once more");
      expect((await api.readRun(again.runId)).events.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
    });
    await test.step("SIGTERM leaves no process, socket or lock", async () => {
      expect(await second.stop("SIGTERM")).toBe(0);
      await expect.poll(() => processesOf(folder)).toEqual([]);
      expect(leftovers(folder)).toEqual([]);
      expect(await isPortFree(port, "127.0.0.1")).toBe(true);
    });

    const third = await start();
    report("Second start of a tidy installation (to be under 8 s)", third);
    await test.step("Ctrl-C leaves no process, socket or lock", async () => {
      expect(await third.stop("SIGINT")).toBe(0);
      await expect.poll(() => processesOf(folder)).toEqual([]);
      expect(leftovers(folder)).toEqual([]);
    });
  } finally {
    await Promise.all(started.map((installation) => installation.stop("SIGTERM")));
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
