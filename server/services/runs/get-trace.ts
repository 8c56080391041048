import { db, pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { NodeStatus, RunStatus } from "@/server/domain/run/status";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { toErrorSummary, toRunStatus } from "@/server/services/runs/list-runs";
import { findExecution, type WholeExecution } from "@/server/services/traces/find-execution";
import { type ForkOrigin, type ForkOutline, readLineage } from "@/server/services/traces/read-lineage";
import { readDraft } from "@/server/services/workflows/get-workflow";

/** An execution, whole: a run and the runs that resumed it. */
export interface RunTrace {
  /** The last segment, which is what can be gone on from; status, error and end are its. */
  id: string;
  status: RunStatus;
  /** Oldest first. Between two of them the execution waited for a person. */
  segments: TraceSegment[];
  /** Set for an execution that was begun from a point of another. */
  fork: ForkOrigin | null;
  /** Executions that were begun from a point of this one, oldest first. */
  forks: ForkOutline[];
  source: string;
  workflow: { id: string; name: string };
  version: number | null;
  /** The graph that ran, frozen. */
  dsl: Workflow;
  sessionId: string;
  /** Whether it answers an app, for which experiences can be kept. */
  hasApp: boolean;
  error: { code: string; message: string; nodeId?: string } | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** The clock by which the times of spans are taken, when this was read: what is running has run until then. */
  readAt: Date;
  nodeRuns: NodeRunOutline[];
  /** For `unpackSpans`: one text, because a run may have ten thousand spans. */
  spans: string;
}

export interface TraceSegment {
  id: string;
  status: RunStatus;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** A node run without what it was given and what it made, which its span has. */
export interface NodeRunOutline {
  /** The segment that it belongs to. */
  runId: string;
  /** The run of another execution that it was taken over from; null for what this execution did itself. */
  keptFrom: string | null;
  nodeId: string;
  kind: string;
  title: string;
  attempt: number;
  status: NodeStatus;
  port: string | null;
  outputArtifactId: string | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
}

/** What the timeline of an execution is drawn from, whichever of its runs is named. @throws DomainError not_found */
export async function getTrace(principal: Principal, runId: string): Promise<RunTrace> {
  const execution = await findExecution(principal, runId);
  const { segments, last } = execution;
  const { tenantId } = last;
  const [workflow, version, nodeRuns, spans, lineage] = await Promise.all([
    db.workflow.findFirst({ where: { id: last.workflowId, tenantId }, select: { id: true, name: true } }),
    db.workflowVersion.findFirst({
      where: { id: last.workflowVersionId, tenantId },
      select: { number: true, dsl: true },
    }),
    readNodeRuns(execution),
    readPackedSpans(execution),
    readLineage(execution),
  ]);
  if (!version) throw new DomainError("not_found", "The version that this run ran does not exist any more.");
  const first = segments[0] ?? last;
  return {
    id: last.id,
    status: toRunStatus(last.status),
    segments: segments.map(({ id, status, createdAt, startedAt, endedAt }) => ({
      id,
      status: toRunStatus(status),
      createdAt,
      startedAt,
      endedAt,
    })),
    ...lineage,
    source: last.source,
    workflow: workflow ?? { id: last.workflowId, name: "Deleted workflow" },
    version: version.number,
    dsl: readDraft(version.dsl),
    sessionId: last.sessionId,
    hasApp: last.appId !== null,
    error: toErrorSummary(last.error),
    createdAt: first.createdAt,
    startedAt: first.startedAt,
    endedAt: last.endedAt,
    inputTokens: sum(segments, (segment) => segment.inputTokens),
    outputTokens: sum(segments, (segment) => segment.outputTokens),
    costMicros: sum(segments, (segment) => segment.costMicros),
    readAt: new Date(),
    nodeRuns,
    spans,
  };
}

function sum(segments: WholeExecution["segments"], figure: (segment: WholeExecution["last"]) => bigint): number {
  return Number(segments.reduce((total, segment) => total + figure(segment), 0n));
}

/** What one segment took over from another of the same execution is in that one's rows already. */
async function readNodeRuns({ segments, last }: WholeExecution): Promise<NodeRunOutline[]> {
  const ids = segments.map((segment) => segment.id);
  const nodeRuns = await db.nodeRun.findMany({
    where: {
      runId: { in: ids },
      tenantId: last.tenantId,
      OR: [{ carriedFromRunId: null }, { carriedFromRunId: { notIn: ids } }],
    },
    orderBy: [{ startedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    omit: {
      id: true,
      tenantId: true,
      claim: true,
      input: true,
      outputText: true,
      outputJson: true,
      error: true,
      startedAt: true,
      endedAt: true,
    },
  });
  const outlines = nodeRuns.map(({ carriedFromRunId, ...node }) => ({
    ...node,
    keptFrom: carriedFromRunId,
    status: node.status as NodeStatus,
    costMicros: Number(node.costMicros),
  }));
  // A segment takes over again what the one before it took over from elsewhere.
  const kept = new Set<string>();
  return outlines.filter(({ keptFrom, nodeId, attempt }) => {
    if (keptFrom === null) return true;
    const key = `${nodeId}:${attempt}`;
    return kept.has(key) ? false : kept.add(key);
  });
}

/** Packed by the database, in the order of `PackedSpan`; no row of it is ever an object here. */
async function readPackedSpans({ segments, last }: WholeExecution): Promise<string> {
  const { rows } = await pool.query<{ spans: string }>(
    `select coalesce(json_agg(json_build_array(
         id, parent_id, node_id, attempt, kind, name, status,
         case when error is null then null else json_build_object('code', error -> 'code', 'message', error -> 'message') end,
         attributes -> 'kind', attributes -> 'model', attributes -> 'host',
         attributes -> 'input_tokens', attributes -> 'output_tokens', attributes -> 'cost_micros', attributes -> 'first_token_ms',
         (extract(epoch from started_at) * 1000)::int8, (extract(epoch from ended_at) * 1000)::int8,
         attributes -> 'chosen', nullif(array_position($1, run_id), 1) - 1
       ) order by started_at, id), '[]')::text as spans
     from span where run_id = any($1::text[]) and tenant_id = $2`,
    [segments.map((segment) => segment.id), last.tenantId],
  );
  return rows[0]?.spans ?? "[]";
}
