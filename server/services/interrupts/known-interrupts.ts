import type { Transaction } from "@/server/db";
import type { KnownInterrupt } from "@/server/domain/interrupts/correlate";
import type { Approvers, Decision, InterruptKind, InterruptStatus } from "@/server/domain/interrupts/interrupt";
import type { JsonObject } from "@/server/domain/json";

/** A stored interrupt with what its decision needs: the guard's facts, and where it belongs. */
export interface StoredInterrupt extends KnownInterrupt {
  runId: string;
  sessionId: string;
  ownerId: string;
  approvers: Approvers;
  resumeRunId: string | null;
}

interface Row {
  id: string;
  kind: string;
  status: string;
  tool_call_id: string | null;
  input_schema: JsonObject | null;
  response_schema: JsonObject;
  is_expired: boolean;
  decision: Decision | null;
  run_id: string;
  session_id: string;
  owner_id: string;
  approvers: Approvers;
  resume_run_id: string | null;
}

/** All interrupts of a run, or one by its id, oldest first; whether one has expired is by the database's clock. */
export async function readInterrupts(
  tx: Transaction,
  tenantId: string,
  where: { runId: string } | { id: string },
): Promise<StoredInterrupt[]> {
  const runId = "runId" in where ? where.runId : null;
  const id = "id" in where ? where.id : null;
  const rows = await tx.$queryRaw<Row[]>`
    select *, coalesce(expires_at <= clock_timestamp(), false) as is_expired from interrupt
    where tenant_id = ${tenantId} and (run_id = ${runId} or id = ${id}) order by created_at, id`;
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as InterruptKind,
    status: row.status as InterruptStatus,
    ...(row.tool_call_id === null ? {} : { toolCallId: row.tool_call_id }),
    ...(row.input_schema === null ? {} : { inputSchema: row.input_schema }),
    responseSchema: row.response_schema,
    isExpired: row.is_expired,
    ...(row.decision === null ? {} : { decision: row.decision }),
    runId: row.run_id,
    sessionId: row.session_id,
    ownerId: row.owner_id,
    approvers: row.approvers,
    resumeRunId: row.resume_run_id,
  }));
}

/** Makes everybody who decides about, or starts, something in a session wait for each other. */
export async function lockSession(tx: Transaction, tenantId: string, sessionId: string): Promise<boolean> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    select id from session where id = ${sessionId} and tenant_id = ${tenantId} and deleted_at is null for update`;
  return locked.length > 0;
}
