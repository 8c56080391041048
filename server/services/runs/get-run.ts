import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { NodeStatus, RunStatus } from "@/server/domain/run/status";
import type { SpanKind, SpanStatus } from "@/server/domain/run/trace";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { toErrorSummary, toRunStatus } from "@/server/services/runs/list-runs";
import { readDraft } from "@/server/services/workflows/get-workflow";

export interface RunDetail {
  id: string;
  status: RunStatus;
  source: string;
  workflow: { id: string; name: string };
  app: { code: string; name: string } | null;
  version: number | null;
  /** The graph that ran, frozen. */
  dsl: Workflow;
  sessionId: string;
  parentRunId: string | null;
  inputs: Json;
  result: Json;
  error: { code: string; message: string; nodeId?: string } | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** Number of the run's last event so far: a live stream that starts after it repeats nothing shown here. */
  lastEventSeq: number;
  nodeRuns: NodeRunDetail[];
  spans: SpanSummary[];
}

export interface NodeRunDetail {
  nodeId: string;
  kind: string;
  title: string;
  attempt: number;
  status: NodeStatus;
  port: string | null;
  input: Json;
  outputText: string | null;
  outputJson: Json;
  outputArtifactId: string | null;
  error: { code: string; message: string } | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** A span without its input and output, which are read one at a time. */
export interface SpanSummary {
  id: string;
  parentId: string | null;
  nodeId: string | null;
  attempt: number;
  kind: SpanKind;
  name: string;
  status: SpanStatus;
  attributes: Record<string, Json>;
  error: { code: string; message: string } | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** A run with its node runs and the outline of its trace. @throws DomainError not_found */
export async function getRun(principal: Principal, runId: string): Promise<RunDetail> {
  // Each is read before what it vouches for: the stream's place before the run, and the run before its rows. So nothing falls
  // between the rows and the stream, and a run that has ended has all its rows.
  const lastEvent = await db.event.findFirst({
    where: { runId, tenantId: principal.tenantId },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  const run = await findRun(principal, runId);
  const [workflow, app, version, nodeRuns, spans] = await Promise.all([
    db.workflow.findFirst({ where: { id: run.workflowId, tenantId: run.tenantId }, select: { id: true, name: true } }),
    run.appId
      ? db.app.findFirst({ where: { id: run.appId, tenantId: run.tenantId }, select: { code: true, name: true } })
      : null,
    db.workflowVersion.findFirst({
      where: { id: run.workflowVersionId, tenantId: run.tenantId },
      select: { number: true, dsl: true },
    }),
    db.nodeRun.findMany({
      where: { runId, tenantId: run.tenantId },
      orderBy: [{ startedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    }),
    db.span.findMany({
      where: { runId, tenantId: run.tenantId },
      orderBy: [{ startedAt: "asc" }, { id: "asc" }],
      omit: { input: true, output: true, tenantId: true, runId: true },
    }),
  ]);
  if (!version) throw new DomainError("not_found", "The version that this run ran does not exist any more.");
  return {
    id: run.id,
    status: toRunStatus(run.status),
    source: run.source,
    workflow: workflow ?? { id: run.workflowId, name: "Deleted workflow" },
    app,
    version: version.number,
    dsl: readDraft(version.dsl),
    sessionId: run.sessionId,
    parentRunId: run.parentRunId,
    inputs: run.inputs as Json,
    result: (run.result ?? null) as Json,
    error: toErrorSummary(run.error),
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    inputTokens: Number(run.inputTokens),
    outputTokens: Number(run.outputTokens),
    costMicros: Number(run.costMicros),
    lastEventSeq: Number(lastEvent?.seq ?? 0),
    nodeRuns: nodeRuns.map((node) => ({
      nodeId: node.nodeId,
      kind: node.kind,
      title: node.title,
      attempt: node.attempt,
      status: node.status as NodeStatus,
      port: node.port,
      input: (node.input ?? null) as Json,
      outputText: node.outputText,
      outputJson: (node.outputJson ?? null) as Json,
      outputArtifactId: node.outputArtifactId,
      error: toErrorSummary(node.error),
      inputTokens: node.inputTokens,
      outputTokens: node.outputTokens,
      costMicros: Number(node.costMicros),
      startedAt: node.startedAt,
      endedAt: node.endedAt,
    })),
    spans: spans.map((span) => ({
      ...span,
      kind: span.kind as SpanKind,
      status: span.status as SpanStatus,
      attributes: span.attributes as Record<string, Json>,
      error: toErrorSummary(span.error),
    })),
  };
}

/** @throws DomainError not_found, also for somebody else's. */
export async function findRun(principal: Principal, runId: string) {
  const run = await db.run.findFirst({
    where: { id: runId, tenantId: principal.tenantId, ownerId: principal.personId },
  });
  if (!run) throw new DomainError("not_found", "There is no such run.");
  return run;
}

export interface SpanDetail {
  id: string;
  attributes: Record<string, Json>;
  input: Json;
  output: Json;
}

/** Attributes, input and output of one span. @throws DomainError not_found */
export async function getSpan(principal: Principal, runId: string, spanId: string): Promise<SpanDetail> {
  await findRun(principal, runId);
  const span = await db.span.findFirst({
    where: { id: spanId, runId, tenantId: principal.tenantId },
    select: { id: true, attributes: true, input: true, output: true },
  });
  if (!span) throw new DomainError("not_found", "There is no such span.");
  return {
    id: span.id,
    attributes: span.attributes as Record<string, Json>,
    input: (span.input ?? null) as Json,
    output: (span.output ?? null) as Json,
  };
}

/** A stored output in full. @throws DomainError not_found */
export async function getArtifact(
  principal: Principal,
  runId: string,
  artifactId: string,
): Promise<{ name: string; mime: string; content: string }> {
  await findRun(principal, runId);
  const artifact = await db.artifact.findFirst({
    where: { id: artifactId, runId, tenantId: principal.tenantId },
    select: { name: true, mime: true, content: true },
  });
  if (!artifact) throw new DomainError("not_found", "There is no such artifact.");
  return artifact;
}
