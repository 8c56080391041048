import type { Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { ForkRecord } from "@/server/domain/run/fork-record";
import { newId } from "@/server/ids";
import { firstHandOver } from "@/server/services/runs/insert-run";

export interface Continuation {
  /** The run that is gone on from. */
  parentRunId: string;
  kind: "resume" | "fork";
  clientRunId?: string;
  /**
   * Addresses of the pieces whose results it begins with; absent means all that have ended. A piece that is not among them is
   * executed again.
   */
  carried?: readonly string[];
  /** For a fork: what is kept with the run about how it came to be. A resume takes over what its parent has. */
  fork?: ForkRecord;
}

/**
 * Makes a run that goes on from another: the same version, inputs and session, beginning with what that one's pieces came to.
 * Those rows are copied, so that everything that reads a run reads this one like any other; each says which run really
 * executed it, and costs nothing here. Their ids are numbers in the order in which they ended, so that a chain of many waits has
 * ids as short as one. A resume is a segment of the same execution and shares its root; a fork is an execution of its own.
 * Written with an outbox row in the caller's transaction: once committed, it is never lost.
 * @returns the new run's id
 */
export async function continueRun(tx: Transaction, continuation: Continuation): Promise<string> {
  const { parentRunId, kind, clientRunId = null, carried, fork } = continuation;
  const runId = newId();
  const made = await tx.$queryRaw<{ tenant_id: string }[]>`
    insert into run (id, tenant_id, owner_id, client_run_id, session_id, app_id, workflow_id, workflow_version_id, parent_run_id,
      root_run_id, source, kind, fork, client, inputs, user_message_id)
    select ${runId}, tenant_id, owner_id, ${clientRunId}, session_id, app_id, workflow_id, workflow_version_id, id,
      case when ${kind} = 'resume' then root_run_id else ${runId} end, source, ${kind},
      coalesce(${fork ? JSON.stringify(fork) : null}::jsonb, case when ${kind} = 'resume' then run.fork end),
      client, inputs, user_message_id
    from run where id = ${parentRunId} returning tenant_id`;
  const tenantId = made[0]?.tenant_id;
  if (tenantId === undefined) throw new DomainError("not_found", "The run to go on from does not exist any more.");
  await tx.$executeRaw`
    insert into node_run (id, tenant_id, run_id, node_id, kind, title, attempt, status, port, input, output_text, output_json,
      output_artifact_id, error, carried_from_run_id, started_at, ended_at)
    select ${runId} || ':' || lpad((row_number() over (order by ended_at, id))::text, 8, '0'), tenant_id, ${runId}, node_id, kind,
      title, attempt, status, port, input, output_text, output_json, output_artifact_id, error,
      coalesce(carried_from_run_id, run_id), started_at, ended_at
    from node_run
    where run_id = ${parentRunId} and status in ('completed', 'failed', 'skipped')
      and (${carried ?? null}::text[] is null or node_id = any(${carried ?? []}::text[]))`;
  await tx.outbox.create({ data: firstHandOver({ id: runId, tenantId }) });
  return runId;
}
