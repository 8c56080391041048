import { expect, it } from "vitest";
import { db } from "@/server/db";
import { serveApp } from "@/server/services/apps/app-tools";
import { callAppTool } from "@/server/services/apps/call-app-tool";
import { principal, publish, runStudio, waitForEnd } from "@/server/testing/studio";

runStudio();

const signal = new AbortController().signal;
const node = (id: string, type: string, config: Record<string, string | number> = {}) => ({ id, type, config });

async function served(middle: ReturnType<typeof node>): Promise<string> {
  const { appCode } = await publish({
    nodes: [node("start", "start"), middle, node("end", "end")],
    edges: [
      { source: "start", target: middle.id },
      { source: middle.id, target: "end" },
    ],
  } as Parameters<typeof publish>[0]);
  await serveApp(principal, appCode, true);
  return appCode;
}

it("the same call again is answered from what is stored, also when the run's events are no longer kept", async () => {
  const call = {
    appCode: await served(node("say", "answer", { template: "Hello {{ inputs.query }}" })),
    inputs: { query: "you" },
    idempotencyKey: "mcp:k",
    signal,
  };
  const first = await callAppTool(principal, call);
  expect(first).toMatchObject({ status: "completed", text: "Hello you" });
  await db.event.deleteMany({ where: { runId: first.runId } });
  expect(await callAppTool(principal, call)).toEqual(first);
});

it("a run that takes too long goes on without anybody waiting, and says so", async () => {
  const code = { language: "javascript", code: "const end = Date.now() + 1500; while (Date.now() < end) {}" };
  const appCode = await served(node("slow", "code", code));
  const answer = await callAppTool(principal, { appCode, inputs: {}, signal, waitMs: 100 });
  expect(answer.status).toBe("running");
  expect((await waitForEnd(answer.runId)).status).toBe("completed");
});
