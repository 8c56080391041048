import { pool } from "@/server/db";
import type { Principal } from "@/server/services/access/principal";

export interface UsageFigures {
  costMicros: number;
  inputTokens: number;
  outputTokens: number;
  calls: number;
  runs: number;
}

export interface UsageReport {
  /** ISO dates, first and last day of the period, in the time zone asked for. */
  from: string;
  to: string;
  totals: UsageFigures;
  /** The same figures for the period of equal length before. */
  before: UsageFigures;
  /** One row for each day and model. Days without calls are absent. */
  days: { day: string; model: string; costMicros: number; inputTokens: number; outputTokens: number; calls: number }[];
  byModel: ({
    model: string;
    provider: string;
    p50LatencyMs: number;
    p95LatencyMs: number;
    p50FirstTokenMs: number | null;
  } & UsageFigures)[];
  byApp: ({ workflowId: string; name: string } & UsageFigures)[];
  dearestRuns: {
    runId: string;
    name: string;
    createdAt: Date;
    costMicros: number;
    inputTokens: number;
    outputTokens: number;
  }[];
  /** Calls whose price was not known; they are counted as costing nothing. */
  unpricedCalls: number;
  /** Calls whose tokens the provider did not report; they are estimates. */
  estimatedCalls: number;
}

export interface UsagePeriod {
  from: string;
  to: string;
  timeZone: string;
}

const sums = `coalesce(sum(cost_micros), 0)::float8 as cost_micros, coalesce(sum(input_tokens), 0)::float8 as input_tokens,
  coalesce(sum(output_tokens), 0)::float8 as output_tokens, count(*)::int as calls, count(distinct run_id)::int as runs`;
const inPeriod = `tenant_id = $1 and created_at >= ($2::date)::timestamp at time zone $4
  and created_at < ($3::date + 1)::timestamp at time zone $4`;

interface SumRow {
  cost_micros: number;
  input_tokens: number;
  output_tokens: number;
  calls: number;
  runs: number;
}

function figures(row: SumRow | undefined): UsageFigures {
  return {
    costMicros: row?.cost_micros ?? 0,
    inputTokens: row?.input_tokens ?? 0,
    outputTokens: row?.output_tokens ?? 0,
    calls: row?.calls ?? 0,
    runs: row?.runs ?? 0,
  };
}

/** Cost and tokens of a period, all of it summed from the ledger. Days are those of `timeZone`. */
export async function getUsage(principal: Principal, { from, to, timeZone }: UsagePeriod): Promise<UsageReport> {
  const values = [principal.tenantId, from, to, timeZone];
  const [totals, before, days, byModel, byApp, dearest] = await Promise.all([
    pool.query<SumRow & { unpriced: number; estimated: number }>(
      `select ${sums}, count(*) filter (where not is_price_known)::int as unpriced, count(*) filter (where is_estimated)::int as estimated
       from usage_entry where ${inPeriod}`,
      values,
    ),
    pool.query<SumRow>(
      `select ${sums} from usage_entry where tenant_id = $1
         and created_at >= ($2::date - ($3::date - $2::date + 1))::timestamp at time zone $4
         and created_at < ($2::date)::timestamp at time zone $4`,
      values,
    ),
    pool.query<SumRow & { day: string; model: string }>(
      `select to_char(created_at at time zone $4, 'YYYY-MM-DD') as day, model, ${sums}
       from usage_entry where ${inPeriod} group by 1, 2 order by 1, 2`,
      values,
    ),
    pool.query<SumRow & { model: string; provider: string; p50: number; p95: number; first: number | null }>(
      `select model, provider, ${sums}, percentile_cont(0.5) within group (order by latency_ms) as p50,
         percentile_cont(0.95) within group (order by latency_ms) as p95,
         percentile_cont(0.5) within group (order by first_token_ms) as first
       from usage_entry where ${inPeriod} group by 1, 2 order by cost_micros desc, input_tokens desc`,
      values,
    ),
    pool.query<SumRow & { workflow_id: string; name: string | null }>(
      `select e.*, w.name from (
         select workflow_id, ${sums} from usage_entry where ${inPeriod} group by 1
       ) as e left join workflow w on w.id = e.workflow_id and w.tenant_id = $1
       order by e.cost_micros desc, e.input_tokens desc limit 50`,
      values,
    ),
    pool.query<SumRow & { run_id: string; name: string | null; created_at: Date }>(
      `select e.*, w.name, r.created_at from (
         select run_id, ${sums} from usage_entry where ${inPeriod} group by 1 order by 2 desc, 3 desc limit 10
       ) as e join run r on r.id = e.run_id and r.tenant_id = $1
       left join workflow w on w.id = r.workflow_id and w.tenant_id = $1 order by e.cost_micros desc, e.input_tokens desc`,
      values,
    ),
  ]);
  return {
    from,
    to,
    totals: figures(totals.rows[0]),
    before: figures(before.rows[0]),
    unpricedCalls: totals.rows[0]?.unpriced ?? 0,
    estimatedCalls: totals.rows[0]?.estimated ?? 0,
    days: days.rows.map((row) => ({ day: row.day, model: row.model, ...figures(row) })),
    byModel: byModel.rows.map((row) => ({
      model: row.model,
      provider: row.provider,
      ...figures(row),
      p50LatencyMs: row.p50,
      p95LatencyMs: row.p95,
      p50FirstTokenMs: row.first,
    })),
    byApp: byApp.rows.map((row) => ({
      workflowId: row.workflow_id,
      name: row.name ?? "Deleted workflow",
      ...figures(row),
    })),
    dearestRuns: dearest.rows.map((row) => ({
      runId: row.run_id,
      name: row.name ?? "Deleted workflow",
      createdAt: row.created_at,
      costMicros: row.cost_micros,
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
    })),
  };
}
