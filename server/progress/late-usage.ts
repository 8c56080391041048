import { pool } from "@/server/db";
import { attributeUsage } from "@/server/progress/attribute-usage";
import type { RunTarget, UsageWrite } from "@/server/progress/progress";

/**
 * Books a model call that ended after its run did: money follows the ledger, not the run's fence. One statement adds the row
 * and the totals of run and session.
 */
export async function recordLateUsage(target: RunTarget, usage: UsageWrite): Promise<void> {
  await pool.query(
    `with added as (
       insert into usage_entry (id, tenant_id, owner_id, run_id, session_id, app_id, workflow_id, node_id, span_id, provider, model,
         input_tokens, cached_tokens, output_tokens, cost_micros, is_price_known, is_estimated, status, latency_ms, first_token_ms)
       select $1, r.tenant_id, r.owner_id, r.id, r.session_id, r.app_id, r.workflow_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
         $14, $15, $16
       from run r where r.id = $2 and r.tenant_id = $3
       on conflict (id) do nothing
       returning run_id, session_id, input_tokens, output_tokens, cost_micros
     ), run_total as (
       update run r set input_tokens = r.input_tokens + a.input_tokens, output_tokens = r.output_tokens + a.output_tokens,
         cost_micros = r.cost_micros + a.cost_micros from added a where r.id = a.run_id
     )
     update session s set input_tokens = s.input_tokens + a.input_tokens, output_tokens = s.output_tokens + a.output_tokens,
       cost_micros = s.cost_micros + a.cost_micros from added a where s.id = a.session_id`,
    [
      usage.id,
      target.runId,
      target.tenantId,
      usage.nodeId,
      usage.spanId,
      usage.provider,
      usage.model,
      usage.inputTokens,
      usage.cachedTokens,
      usage.outputTokens,
      usage.costMicros,
      usage.isPriceKnown,
      usage.isEstimated,
      usage.status,
      Math.round(usage.latencyMs),
      usage.firstTokenMs === undefined ? undefined : Math.round(usage.firstTokenMs),
    ],
  );
  await attributeUsage(target.runId);
}
