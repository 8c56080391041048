import { db, pool } from "@/server/db";
import { type AlignedPair, alignPieces, type ComparedPiece } from "@/server/domain/run/compare";
import type { Json } from "@/server/domain/json";
import type { NodeStatus, RunStatus } from "@/server/domain/run/status";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { toErrorSummary, toRunStatus } from "@/server/services/runs/list-runs";
import { findExecution, type WholeExecution } from "@/server/services/traces/find-execution";

/** One of the two executions as a whole. */
export interface ComparedRun {
  id: string;
  status: RunStatus;
  workflow: { id: string; name: string };
  version: number | null;
  source: string;
  inputs: Json;
  result: Json;
  error: { code: string; message: string } | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** What its segments took together, without the waits between them; null while it has not ended. */
  durationMs: number | null;
  createdAt: Date;
}

export interface ComparedSide extends ComparedPiece {
  status: NodeStatus;
  kind: NodeKind;
  title: string;
  attempt: number;
  durationMs: number | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** Whether it was taken over from another execution instead of being executed. */
  isKept: boolean;
  /** The beginning of what it came to, for reading. */
  preview: string | null;
}

export interface RunComparison {
  left: ComparedRun;
  right: ComparedRun;
  pairs: AlignedPair<ComparedSide>[];
  /** Index among the pairs; -1 where nothing differs. */
  firstDifference: number;
}

const previewLength = 4000;

/** Two executions side by side, whichever of their runs are named. @throws DomainError not_found */
export async function compareRuns(principal: Principal, { a, b }: { a: string; b: string }): Promise<RunComparison> {
  const [first, second] = await Promise.all([findExecution(principal, a), findExecution(principal, b)]);
  const [left, right, leftPieces, rightPieces] = await Promise.all([
    describe(first),
    describe(second),
    readSide(first),
    readSide(second),
  ]);
  return { left, right, ...alignPieces(leftPieces, rightPieces) };
}

async function describe({ segments, last }: WholeExecution): Promise<ComparedRun> {
  const [workflow, version] = await Promise.all([
    db.workflow.findFirst({ where: { id: last.workflowId, tenantId: last.tenantId }, select: { name: true } }),
    db.workflowVersion.findFirst({
      where: { id: last.workflowVersionId, tenantId: last.tenantId },
      select: { number: true },
    }),
  ]);
  const total = (figure: (segment: typeof last) => bigint) =>
    Number(segments.reduce((sum, segment) => sum + figure(segment), 0n));
  return {
    id: last.id,
    status: toRunStatus(last.status),
    workflow: { id: last.workflowId, name: workflow?.name ?? "Deleted workflow" },
    version: version?.number ?? null,
    source: last.source,
    inputs: last.inputs as Json,
    result: (last.result ?? null) as Json,
    error: toErrorSummary(last.error),
    inputTokens: total((segment) => segment.inputTokens),
    outputTokens: total((segment) => segment.outputTokens),
    costMicros: total((segment) => segment.costMicros),
    durationMs: last.endedAt === null ? null : segments.reduce((sum, segment) => sum + tookMs(segment), 0),
    createdAt: (segments[0] ?? last).createdAt,
  };
}

function tookMs({ startedAt, endedAt }: { startedAt: Date | null; endedAt: Date | null }): number {
  return startedAt && endedAt ? Math.max(0, endedAt.getTime() - startedAt.getTime()) : 0;
}

interface SideRow {
  address: string;
  status: NodeStatus;
  kind: NodeKind;
  title: string;
  attempt: number;
  error_code: string | null;
  output_hash: string | null;
  preview: string | null;
  duration_ms: number | null;
  input_tokens: number;
  output_tokens: number;
  cost_micros: string;
  is_kept: boolean;
}

/**
 * The last attempt of each piece as the last segment has it: nodes in the order in which they began, each before what happened
 * inside it. Outputs are compared by the database, without what differs from call to call for no reason of the run's: headers
 * of responses, token counts, and the ids that models give to their calls.
 */
async function readSide({ segments, last }: WholeExecution): Promise<ComparedSide[]> {
  const { rows } = await pool.query<SideRow>({
    name: "compare-side",
    text: `with piece as (
        select distinct on (n.node_id) n.*, coalesce(own.input_tokens, n.input_tokens) as used_input,
          coalesce(own.output_tokens, n.output_tokens) as used_output, coalesce(own.cost_micros, n.cost_micros) as used_cost,
          n.carried_from_run_id is not null and not n.carried_from_run_id = any($3::text[]) as is_kept,
          case when jsonb_typeof(n.output_json) <> 'object' then n.output_json
            when n.output_json ? 'toolCalls' then jsonb_set(n.output_json, '{toolCalls}',
              jsonb_path_query_array(n.output_json, '$.toolCalls[*].name') || jsonb_path_query_array(n.output_json, '$.toolCalls[*].arguments'))
            else n.output_json - 'headers' - 'usage' - 'toolCallId' end as told
        from node_run n
        -- What an earlier segment of the same execution had done, it has paid for.
        left join node_run own on own.run_id = n.carried_from_run_id and own.run_id = any($3::text[])
          and own.node_id = n.node_id and own.attempt = n.attempt
        where n.run_id = $1 and n.tenant_id = $2
        order by n.node_id, n.attempt desc
      )
      select p.node_id as address, p.status, p.kind, p.title, p.attempt, p.error ->> 'code' as error_code,
        case when p.output_text is null and p.told is null and a.id is null then null
          else md5(concat_ws('|', coalesce(p.output_text, ''), coalesce(p.told::text, ''), coalesce(a.content, ''))) end as output_hash,
        left(coalesce(p.output_text, jsonb_pretty(p.told), a.content, p.error ->> 'message'), $4) as preview,
        (extract(epoch from p.ended_at - p.started_at) * 1000)::float8 as duration_ms,
        p.used_input as input_tokens, p.used_output as output_tokens, p.used_cost as cost_micros, p.is_kept
      from piece p left join artifact a on a.id = p.output_artifact_id and a.tenant_id = p.tenant_id
      where p.node_id not like '%#0' and p.node_id not like '%#end'
      order by min(p.started_at) over (partition by substring(p.node_id from '^[^#/[]*')),
        p.node_id <> substring(p.node_id from '^[^#/[]*'), p.started_at nulls last, p.id`,
    values: [last.id, last.tenantId, segments.map((segment) => segment.id), previewLength],
  });
  return rows.map((row) => ({
    address: row.address,
    status: row.status,
    kind: row.kind,
    title: row.title,
    attempt: row.attempt,
    errorCode: row.error_code,
    outputHash: row.output_hash,
    preview: row.preview,
    durationMs: row.duration_ms,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costMicros: Number(row.cost_micros),
    isKept: row.is_kept,
  }));
}
