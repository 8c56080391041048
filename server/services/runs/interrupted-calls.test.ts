import { expect, it } from "vitest";
import { db, pool } from "@/server/db";
import { newId } from "@/server/ids";
import { ProgressWriter } from "@/server/progress/writer";
import { closeInterruptedAttempt } from "@/server/services/runs/close-interrupted-attempt";
import { delta, runningRun } from "@/server/services/runs/progress.fixture";

const writer = new ProgressWriter(pool);

/** A run whose process was killed while a model answered it, after these words. */
async function killedWhileAnswering(words: readonly string[]) {
  const target = await runningRun();
  const spanId = newId();
  await writer.write({
    target,
    nodeRuns: [{ nodeId: "ask", kind: "llm", title: "Ask", attempt: 1, status: "running", claim: newId() }],
    spans: [
      {
        id: spanId,
        nodeId: "ask",
        attempt: 1,
        kind: "llm",
        name: "gpt-4o",
        status: "running",
        attributes: { provider: "openai", model: "gpt-4o" },
        input: { messages: [{ role: "user", content: "Tell me of the lighthouse." }] },
        startedAtMs: Date.now() - 1000,
      },
    ],
    events: [{ type: "text.started", messageId: "m", nodeId: "ask", audience: "everyone" }, ...words.map(delta)],
  });
  return { target, spanId };
}

it("F-01 a model call that was cut off is booked once, as estimated, and ends as interrupted in the trace", async () => {
  const { target, spanId } = await killedWhileAnswering(["It stands ", "on the rock."]);
  await closeInterruptedAttempt(target, "ask", 1);
  await closeInterruptedAttempt(target, "ask", 1);
  const entries = await db.usageEntry.findMany({ where: { runId: target.runId } });
  expect(entries).toMatchObject([
    {
      spanId,
      nodeId: "ask",
      model: "gpt-4o",
      isEstimated: true,
      isPriceKnown: true,
      status: "failed",
      outputTokens: 6,
    },
  ]);
  const [entry] = entries;
  expect(entry?.inputTokens).toBeGreaterThan(5);
  expect(entry?.costMicros).toBeGreaterThan(0n);
  expect(await db.run.findUnique({ where: { id: target.runId } })).toMatchObject({ costMicros: entry?.costMicros });
  expect(await db.span.findUnique({ where: { id: spanId } })).toMatchObject({
    status: "failed",
    attributes: { provider: "openai", input_tokens: entry?.inputTokens, output_tokens: 6, estimated: true },
  });
});

it("F-01 a model call that had said nothing yet costs nothing", async () => {
  const { target, spanId } = await killedWhileAnswering([]);
  await closeInterruptedAttempt(target, "ask", 1);
  expect(await db.usageEntry.count({ where: { runId: target.runId } })).toBe(0);
  expect(await db.span.findUnique({ where: { id: spanId } })).toMatchObject({ status: "failed" });
});
