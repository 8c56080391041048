import { z } from "zod";
import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { type ForkRecord, readForkRecord } from "@/server/domain/run/fork-record";
import { checkDocument } from "@/server/domain/workflow/check-document";
import type { ClientOffer } from "@/server/nodes/agent/agent-plan";
import type { DecidedInterrupt } from "@/server/nodes/executor";
import { globalSingleton } from "@/server/global-singleton";
import type { RunTarget } from "@/server/progress/progress";
import { type Frame, frameGraph } from "@/server/services/runs/frame";
import { readDecisions } from "@/server/services/interrupts/read-decisions";
import { readBranch } from "@/server/services/sessions/read-branch";
import { type RunReference, targetOf } from "@/server/services/runs/run-target";

/** Everything about a run that never changes while it runs. */
export interface Execution {
  target: RunTarget;
  /** The run's own graph. */
  frame: Frame;
  session: Record<string, Json>;
  source: string;
  appId: string | undefined;
  /** Whether it begins with what another run had come to, because it resumes that or leaves it at a point. */
  isContinued: boolean;
  /** What was decided about what the run that it resumes waited for, by address. */
  decisions: ReadonlyMap<string, DecidedInterrupt>;
  /** What was chosen for outside calls when it was begun from a point of another run. */
  fork: ForkRecord | undefined;
  /** What the client sent with its request: tools that it runs itself, and what the model is to know of the situation. */
  client: ClientOffer;
}

const cache = globalSingleton("executions", () => new Map<string, Promise<Execution>>());
const cacheSize = 200;
const rememberedMessages = 20;

/** Loads the frozen graph, inputs and session of a run. Repeated loads in one process are answered from memory. */
export function loadExecution(reference: RunReference): Promise<Execution> {
  const key = `${reference.runId}:${reference.epoch}`;
  let loading = cache.get(key);
  if (!loading) {
    loading = load(reference);
    cache.set(key, loading);
    loading.catch(() => cache.delete(key));
    const oldest = cache.keys().next().value;
    if (cache.size > cacheSize && oldest) cache.delete(oldest);
  }
  return loading;
}

export function forgetExecution(reference: RunReference): void {
  cache.delete(`${reference.runId}:${reference.epoch}`);
}

async function load(reference: RunReference): Promise<Execution> {
  const run = await db.run.findFirst({ where: { id: reference.runId, tenantId: reference.tenantId } });
  if (!run) throw new DomainError("not_found", `Run ${reference.runId} does not exist.`);
  const asked = run.userMessageId
    ? await db.message.findFirst({ where: { id: run.userMessageId, tenantId: run.tenantId }, select: { seq: true } })
    : null;
  const [version, session, messages, decisions] = await Promise.all([
    db.workflowVersion.findFirst({
      where: { id: run.workflowVersionId, tenantId: run.tenantId },
      select: { dsl: true },
    }),
    db.session.findFirst({ where: { id: run.sessionId, tenantId: run.tenantId } }),
    // From what the run was asked: what it says itself, here or before a wait, is not what was said before.
    readBranch(
      { tenantId: run.tenantId, sessionId: run.sessionId },
      { take: 2 * rememberedMessages, ...(asked ? { fromSeq: asked.seq } : {}) },
    ),
    run.kind === "resume" ? readDecisions(run.tenantId, run.id) : new Map<string, DecidedInterrupt>(),
  ]);
  if (!version || !session)
    throw new DomainError("not_found", `The version or the session of run ${run.id} does not exist any more.`);
  const checked = checkDocument(version.dsl);
  if (!checked.ok)
    throw new DomainError("invalid_workflow", `The version of run ${run.id} can not be read.`, {
      details: { issues: checked.issues },
    });
  const { state, ...client } = readClient(run.client);
  const earlier = messages
    .filter(({ id, role }) => id !== run.userMessageId && (role === "user" || role === "assistant"))
    .slice(-rememberedMessages);
  return {
    target: targetOf(reference, run.sessionId),
    frame: {
      ...frameGraph(checked.value, { audience: "everyone" }),
      path: "",
      parentSpanId: run.id,
      inputs: run.inputs as Record<string, Json>,
      audience: "everyone",
      depth: 1,
    },
    session: {
      id: session.id,
      title: session.title,
      message_count: session.messageCount,
      messages: earlier.map(({ role, content }) => ({ role, content })),
      transcript: earlier.map(({ role, content }) => `${role}: ${content}`).join("\n"),
      client: { context: client.context.map((entry) => ({ ...entry })), state },
    },
    source: run.source,
    appId: run.appId ?? undefined,
    isContinued: run.kind !== "start",
    decisions,
    fork: readForkRecord(run.fork),
    client,
  };
}

const clientSchema = z.object({
  tools: z
    .array(
      z.object({
        name: z.string().min(1),
        description: z.string().default(""),
        parameters: z.record(z.string(), z.json()).default({ type: "object", properties: {} }),
      }),
    )
    .default([]),
  context: z.array(z.object({ description: z.string(), value: z.string() })).default([]),
  state: z.json().default({}),
});

function readClient(client: unknown): ClientOffer & { state: Json } {
  return clientSchema.safeParse(client).data ?? { tools: [], context: [], state: {} };
}
