import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { compileGraph, type RunGraph } from "@/server/domain/run/plan";
import { streamedAnswers, type StreamedAnswer } from "@/server/domain/run/streaming-answer";
import { checkDocument } from "@/server/domain/workflow/check-document";
import type { Workflow, WorkflowNode } from "@/server/domain/workflow/schema";
import { globalSingleton } from "@/server/global-singleton";
import type { RunTarget } from "@/server/progress/progress";
import { readBranch } from "@/server/services/sessions/read-branch";
import { type RunReference, targetOf } from "@/server/services/runs/run-target";

/** Everything about a run that never changes while it runs. */
export interface Execution {
  target: RunTarget;
  workflow: Workflow;
  nodes: ReadonlyMap<string, WorkflowNode>;
  graph: RunGraph;
  streamedAnswers: ReadonlyMap<string, StreamedAnswer>;
  inputs: Record<string, Json>;
  session: Record<string, Json>;
  source: string;
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
  const [version, session, messages] = await Promise.all([
    db.workflowVersion.findFirst({
      where: { id: run.workflowVersionId, tenantId: run.tenantId },
      select: { dsl: true },
    }),
    db.session.findFirst({ where: { id: run.sessionId, tenantId: run.tenantId } }),
    readBranch({ tenantId: run.tenantId, sessionId: run.sessionId }, { take: 2 * rememberedMessages }),
  ]);
  if (!version || !session)
    throw new DomainError("not_found", `The version or the session of run ${run.id} does not exist any more.`);
  const checked = checkDocument(version.dsl);
  if (!checked.ok)
    throw new DomainError("invalid_workflow", `The version of run ${run.id} can not be read.`, {
      details: { issues: checked.issues },
    });
  const workflow = checked.value;
  const earlier = messages
    .filter(({ id, role }) => id !== run.userMessageId && (role === "user" || role === "assistant"))
    .slice(-rememberedMessages);
  return {
    target: targetOf(reference, run.sessionId),
    workflow,
    nodes: new Map(workflow.nodes.map((node) => [node.id, node])),
    graph: compileGraph(workflow),
    streamedAnswers: streamedAnswers(workflow),
    inputs: run.inputs as Record<string, Json>,
    session: {
      id: session.id,
      title: session.title,
      message_count: session.messageCount,
      messages: earlier.map(({ role, content }) => ({ role, content })),
      transcript: earlier.map(({ role, content }) => `${role}: ${content}`).join("\n"),
    },
    source: run.source,
  };
}
