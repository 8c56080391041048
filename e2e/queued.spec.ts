import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { anyFreePort } from "@/scripts/lib/free-port.mjs";
import { startEffectServer } from "./fixtures/effect-server";
import { inLine } from "./fixtures/gated-drafts";
import { makeStateFolder, startInstallation, type Installation } from "./fixtures/installation";
import { studioApi } from "./fixtures/studio-api";

const runs = 50;
const slots = 5;

test("H-11 fifty runs queued behind five that are held: after kill -9 and a start all complete, and each calls once", async () => {
  test.setTimeout(180_000);
  const folder = makeStateFolder();
  const receivers = await Promise.all(Array.from({ length: slots }, () => startEffectServer({ heldPath: "/held" })));
  const port = await anyFreePort();
  const started: Installation[] = [];
  const start = async () => {
    const settings = { EGRESS_ALLOW: "127.0.0.1", SIGNALBOX_SLOTS: String(slots) };
    const installation = await startInstallation(folder, { port, settings });
    started.push(installation);
    return installation;
  };
  const callTo = (url: string) =>
    inLine(
      { id: "call", type: "tool", config: { method: "POST", url, body: {} } },
      { id: "say", type: "answer", config: { template: "Done." } },
    );
  try {
    const first = studioApi((await start()).origin);
    const publish = async (name: string, url: string) => first.publish(await first.create(name, callTo(url)));
    const held = await Promise.all(
      receivers.map(async ({ origin }, place) =>
        first.run(await publish(`Holding ${place}`, `${origin}/held`), "wait"),
      ),
    );
    await Promise.all(receivers.map((receiver) => receiver.held));
    const [counter] = receivers;
    if (!counter) throw new Error("There is no receiver.");
    const counting = await publish("Counting", `${counter.origin}/counted`);
    const accepted = await Promise.all(Array.from({ length: runs }, () => first.run(counting, "go")));
    for (const { runId } of accepted) expect((await first.trpc.runs.get.query({ runId })).status).toBe("queued");
    await started[0]?.kill();

    const second = studioApi((await start()).origin);
    for (const { runId } of [...held, ...accepted]) {
      const { events } = await second.readRun(runId);
      expect(events.at(-1)).toMatchObject({ type: "RUN_FINISHED", outcome: { type: "success" } });
      expect((await second.trpc.runs.get.query({ runId })).status).toBe("completed");
    }
    const keys = counter.effects.filter(({ path }) => path === "/counted").map((effect) => effect.idempotencyKey);
    expect([keys.length, new Set(keys).size]).toEqual([runs, runs]);
  } finally {
    await Promise.all(started.map((installation) => installation.stop("SIGTERM")));
    await Promise.all(receivers.map((receiver) => receiver.close()));
    rmSync(folder, { recursive: true, force: true });
  }
});
