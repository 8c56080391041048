import { pool } from "@/server/db";
import type { NodeStatus } from "@/server/domain/run/status";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";

/** One attempt at a node, as the conversation tells of it. */
export interface StepView {
  nodeId: string;
  kind: NodeKind;
  title: string;
  attempt: number;
  status: NodeStatus;
  /** What it came to in a few words: "2 sources". */
  summary: string | null;
  error: { code: string; message: string } | null;
  durationMs: number | null;
  costMicros: number;
}

/** The ended steps of runs by the run's id, in the order in which they ended. They come from the log, which keeps what was said of them. */
export async function readStepsOfRuns(principal: Principal, runIds: string[]): Promise<Map<string, StepView[]>> {
  const { rows } = await pool.query<{ run_id: string; step: StepView }>({
    name: "read-steps-of-runs",
    text: `select run_id, jsonb_build_object(
             'nodeId', payload -> 'nodeId', 'kind', payload -> 'kind', 'title', payload -> 'title', 'attempt', payload -> 'attempt',
             'status', payload -> 'status', 'summary', payload -> 'summary', 'error', payload -> 'error',
             'durationMs', payload -> 'durationMs', 'costMicros', payload -> 'costMicros') as step
           from event
           where run_id = any($1) and tenant_id = $2 and type = 'node.finished' and payload ->> 'status' <> 'skipped'
           order by seq`,
    values: [runIds, principal.tenantId],
  });
  const steps = new Map<string, StepView[]>();
  for (const row of rows) steps.set(row.run_id, [...(steps.get(row.run_id) ?? []), row.step]);
  return steps;
}

/** The messages among those of the runs which hold the result of a failed tool call. */
export async function readFailedToolMessages(principal: Principal, runIds: string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ message_id: string }>({
    name: "read-failed-tool-messages",
    text: `select payload ->> 'messageId' as message_id from event
           where run_id = any($1) and tenant_id = $2 and type = 'tool.result' and payload -> 'isError' = 'true'`,
    values: [runIds, principal.tenantId],
  });
  return new Set(rows.map((row) => row.message_id));
}
