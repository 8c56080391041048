import { db } from "@/server/db";
import type { RunEvent } from "@/server/domain/run/events";
import { newId } from "@/server/ids";
import type { Progress, RunTarget } from "@/server/progress/progress";

/** A run that executes, with its session; nothing but what the writer needs. */
export async function runningRun(sessionId = newId()): Promise<RunTarget> {
  const runId = newId();
  await db.session.upsert({
    where: { id: sessionId },
    update: {},
    create: { id: sessionId, tenantId: "public", ownerId: "local", threadId: sessionId, source: "api" },
  });
  await db.run.create({
    data: {
      id: runId,
      tenantId: "public",
      ownerId: "local",
      sessionId,
      workflowId: "w",
      workflowVersionId: "v",
      rootRunId: runId,
      source: "api",
      status: "running",
      inputs: {},
    },
  });
  return { tenantId: "public", sessionId, runId, epoch: 1 };
}

export const delta = (text: string): RunEvent => ({
  type: "text.delta",
  messageId: "m",
  audience: "everyone",
  delta: text,
});

const about = (nodeId: string) => ({ nodeId, kind: "tool", title: nodeId, attempt: 1 }) as const;

/** What begins the first attempt of a node. */
export const begin = (target: RunTarget, nodeId: string, claim: string): Progress => ({
  target,
  nodeRuns: [{ ...about(nodeId), status: "running", claim }],
  events: [{ type: "node.started", ...about(nodeId) }],
});

/** What ends it. */
export const end = (target: RunTarget, nodeId: string, claim: string): Progress => ({
  target: { ...target, attempt: { nodeId, attempt: 1, claim } },
  nodeRuns: [{ ...about(nodeId), status: "completed", durationMs: 1 }],
  events: [{ type: "node.finished", ...about(nodeId), status: "completed", durationMs: 1, costMicros: 0 }],
});

/** What a pure node is written with: begun and ended, and nobody's claim. */
export const pure = (target: RunTarget, nodeId: string): Progress => {
  const ended = { ...about(nodeId), status: "completed", durationMs: 1 } as const;
  return {
    target,
    nodeRuns: [ended],
    events: [
      { type: "node.started", ...about(nodeId) },
      { type: "node.finished", ...ended, costMicros: 0 },
    ],
  };
};
