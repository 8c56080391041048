import { db, pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { NodeStatus, RunStatus } from "@/server/domain/run/status";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { findRun } from "@/server/services/runs/get-run";
import { toErrorSummary, toRunStatus } from "@/server/services/runs/list-runs";
import { readDraft } from "@/server/services/workflows/get-workflow";

export interface RunTrace {
  id: string;
  status: RunStatus;
  source: string;
  workflow: { id: string; name: string };
  version: number | null;
  /** The graph that ran, frozen. */
  dsl: Workflow;
  sessionId: string;
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

/** A node run without what it was given and what it made, which its span has. */
export interface NodeRunOutline {
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

/** What the timeline of a run is drawn from. @throws DomainError not_found */
export async function getTrace(principal: Principal, runId: string): Promise<RunTrace> {
  const run = await findRun(principal, runId);
  const [workflow, version, nodeRuns, spans] = await Promise.all([
    db.workflow.findFirst({ where: { id: run.workflowId, tenantId: run.tenantId }, select: { id: true, name: true } }),
    db.workflowVersion.findFirst({
      where: { id: run.workflowVersionId, tenantId: run.tenantId },
      select: { number: true, dsl: true },
    }),
    readNodeRuns(run.tenantId, runId),
    readPackedSpans(run.tenantId, runId),
  ]);
  if (!version) throw new DomainError("not_found", "The version that this run ran does not exist any more.");
  return {
    id: run.id,
    status: toRunStatus(run.status),
    source: run.source,
    workflow: workflow ?? { id: run.workflowId, name: "Deleted workflow" },
    version: version.number,
    dsl: readDraft(version.dsl),
    sessionId: run.sessionId,
    error: toErrorSummary(run.error),
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    inputTokens: Number(run.inputTokens),
    outputTokens: Number(run.outputTokens),
    costMicros: Number(run.costMicros),
    readAt: new Date(),
    nodeRuns,
    spans,
  };
}

async function readNodeRuns(tenantId: string, runId: string): Promise<NodeRunOutline[]> {
  const nodeRuns = await db.nodeRun.findMany({
    where: { runId, tenantId },
    orderBy: [{ startedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    omit: {
      id: true,
      tenantId: true,
      runId: true,
      input: true,
      outputText: true,
      outputJson: true,
      error: true,
      startedAt: true,
      endedAt: true,
    },
  });
  return nodeRuns.map((node) => ({ ...node, status: node.status as NodeStatus, costMicros: Number(node.costMicros) }));
}

/** Packed by the database, in the order of `PackedSpan`; no row of it is ever an object here. */
async function readPackedSpans(tenantId: string, runId: string): Promise<string> {
  const { rows } = await pool.query<{ spans: string }>(
    `select coalesce(json_agg(json_build_array(
         id, parent_id, node_id, attempt, kind, name, status,
         case when error is null then null else json_build_object('code', error -> 'code', 'message', error -> 'message') end,
         attributes -> 'kind', attributes -> 'model', attributes -> 'host',
         attributes -> 'input_tokens', attributes -> 'output_tokens', attributes -> 'cost_micros', attributes -> 'first_token_ms',
         (extract(epoch from started_at) * 1000)::int8, (extract(epoch from ended_at) * 1000)::int8
       ) order by started_at, id), '[]')::text as spans
     from span where run_id = $1 and tenant_id = $2`,
    [runId, tenantId],
  );
  return rows[0]?.spans ?? "[]";
}
