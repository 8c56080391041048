import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { anyFreePort } from "@/scripts/lib/free-port.mjs";
import { startEffectServer } from "./fixtures/effect-server";
import { refundAgent, refundProposal, refundRequest } from "./fixtures/gated-drafts";
import { type Installation, makeStateFolder, startInstallation } from "./fixtures/installation";
import { studioApi } from "./fixtures/studio-api";

const approved = { status: "resolved" as const, payload: { approved: true } };

async function resumeByRest(origin: string, runId: string, interruptId: string) {
  const response = await fetch(`${origin}/api/v1/agent/runs/${runId}/resume`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resume: [{ interrupt_id: interruptId, ...approved }] }),
  });
  expect(response.status).toBe(202);
  return (await response.json()) as { run_id: string; replayed: boolean };
}

test("an approval outlives kill -9 while it waits, right after the decision, and right after the call: the call is made once", async () => {
  test.setTimeout(240_000);
  const folder = makeStateFolder();
  const receiver = await startEffectServer();
  const port = await anyFreePort();
  const started: Installation[] = [];
  const start = async (faults = "") => {
    const settings = { EGRESS_ALLOW: "127.0.0.1", FAULTS: faults };
    const installation = await startInstallation(folder, { port, settings });
    started.push(installation);
    return installation;
  };
  /** Starts it with work to go on with; it may die of that before it says that it is ready. */
  const startAndDie = (faults: string) =>
    start(faults).then(
      ({ exited }) => exited,
      (error: Error) => expect(error.message).toContain("fault point"),
    );
  try {
    const first = await start();
    const api = studioApi(first.origin);
    const publish = async (path: string) =>
      api.publish(await api.create(path, refundAgent(receiver.origin + path, { expires_in_seconds: 3600 })));
    const asked = await api.runUntilAsked(await publish("/once"), refundRequest);
    const cut = await api.runUntilAsked(await publish("/cut"), refundRequest);
    await first.kill();

    const second = await start("after-decision");
    await test.step("F-05 it is still listed, by the same id and with the same end", async () => {
      const { items } = await api.trpc.interrupts.list.query({ group: "mine" });
      const listed = items.find(({ id }) => id === asked.question.id);
      expect(listed).toMatchObject({ status: "PENDING_APPROVAL", mayDecide: true, proposal: refundProposal });
      expect(listed?.expiresAt).toEqual(asked.question.expiresAt);
      expect(items).toHaveLength(2);
      expect(receiver.effects).toEqual([]);
    });
    // The decision is stored, and the server dies before it can say so or start anything.
    await expect(
      api.trpc.interrupts.decide.mutate({ id: asked.question.id, via: "inbox", ...approved }),
    ).rejects.toThrow();
    await second.exited;
    expect(receiver.effects).toEqual([]);

    await test.step("F-06 H-06 the run goes on by itself and calls; the server dies before the model is told", async () => {
      await startAndDie("after-node-write@ask");
      expect(receiver.sentTo("/once")).toEqual([refundProposal]);
    });

    const third = await start("after-tool-response@ask");
    await test.step("F-07 the same resume is answered with the run that it started, and the call is not made again", async () => {
      const { run_id: runId, replayed } = await resumeByRest(third.origin, asked.runId, asked.question.id);
      expect(replayed).toBe(true);
      const resumed = await api.readResumed(asked.runId);
      expect(resumed.runId).toBe(runId);
      expect(resumed.events.at(-1)).toMatchObject({ type: "RUN_FINISHED", outcome: { type: "success" } });
      expect(resumed.text).toContain("/once");
      expect(receiver.sentTo("/once")).toEqual([refundProposal]);
      const [record] = await api.questionsOf(asked.runId);
      expect(record).toMatchObject({ id: asked.question.id, status: "EXECUTED", decidedVia: "inbox" });
    });
    await resumeByRest(third.origin, cut.runId, cut.question.id);
    await third.exited;

    await start();
    await test.step("F-07 a call whose answer was lost is repeated under its own key, and nobody is asked again", async () => {
      const resumed = await api.readResumed(cut.runId);
      expect(resumed.events.at(-1)).toMatchObject({ type: "RUN_FINISHED", outcome: { type: "success" } });
      const calls = receiver.effects.filter(({ path }) => path === "/cut");
      expect(calls).toHaveLength(2);
      expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
      expect(await api.trpc.interrupts.pendingCount.query()).toMatchObject({ mine: 0 });
    });
  } finally {
    await Promise.all(started.map((installation) => installation.stop("SIGTERM")));
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
