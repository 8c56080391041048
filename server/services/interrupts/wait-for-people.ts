import type { InterruptDraft, InterruptNotice } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import type { LoggedEvent, RunEvent } from "@/server/domain/run/events";
import { closingEvents, findOpenPieces } from "@/server/domain/run/open-pieces";
import { type RunSnapshot, snapshotVersion } from "@/server/domain/run/snapshot";
import { eventHub } from "@/server/events/hub";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import { inTransaction } from "@/server/in-transaction";
import { appendToSession } from "@/server/progress/append-to-session";
import { attributeUsage } from "@/server/progress/attribute-usage";
import { storableJson } from "@/server/progress/batch";
import { FencedError } from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { skippedNodeRun } from "@/server/services/runs/describe-node";
import type { Execution } from "@/server/services/runs/load-execution";
import { messagesSnapshot } from "@/server/services/runs/messages-snapshot";

interface Waiting {
  interrupts: readonly InterruptDraft[];
  state: Record<string, Json>;
  skipped: readonly string[];
}

/**
 * Ends a run that can not go on before somebody has decided: its questions, its snapshot, what its stream ends with and its
 * own end are written in one transaction. Nothing of the engine waits meanwhile. Repeating it changes nothing.
 */
export async function waitForPeople(execution: Execution, waiting: Waiting): Promise<void> {
  const { target, frame } = execution;
  if (waiting.skipped.length > 0) {
    try {
      await progressWriter.write({ target, nodeRuns: waiting.skipped.map((id) => skippedNodeRun(frame, id)) });
    } catch (error) {
      if (error instanceof FencedError) return;
      throw error;
    }
  }
  const snapshotOfMessages = await messagesSnapshot(target);
  faultPoint("before-wait-write");
  const events = await inTransaction((client) => writeWaiting(client, execution, waiting, snapshotOfMessages));
  if (events.length === 0) return;
  faultPoint("after-wait-write");
  eventHub.publish(target.sessionId, events);
  await attributeUsage(target.runId);
}

type Client = Parameters<Parameters<typeof inTransaction>[0]>[0];

interface RunRow {
  owner_id: string;
  root_run_id: string;
  app_id: string | null;
  workflow_id: string;
  cost_micros: string;
}

async function writeWaiting(
  client: Client,
  { target }: Execution,
  { interrupts, state }: Waiting,
  snapshotOfMessages: RunEvent,
): Promise<LoggedEvent[]> {
  const { tenantId, sessionId, runId, epoch } = target;
  const found = await client.query<RunRow>(
    `select owner_id, root_run_id, app_id, workflow_id, cost_micros from run
     where id = $1 and tenant_id = $2 and epoch = $3 and status = 'running' for update`,
    [runId, tenantId, epoch],
  );
  const run = found.rows[0];
  // It was stopped or handed on, or an earlier try of this had ended it.
  if (!run) return [];
  const notices: InterruptNotice[] = [];
  for (const draft of interrupts) {
    // Ids rise, so that questions of one moment keep the order in which they were put.
    const id = newId();
    const inserted = await client.query<{ expires_at: Date | null }>(
      `insert into interrupt (id, tenant_id, owner_id, session_id, run_id, root_run_id, app_id, workflow_id, node_id, kind, reason,
         message, tool_call_id, tool_name, proposal, input_schema, response_schema, host, method, fingerprint, approvers,
         on_expiry, expires_at, cost_micros)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
         clock_timestamp() + make_interval(secs => $23), $24)
       returning expires_at`,
      [
        id,
        tenantId,
        run.owner_id,
        sessionId,
        runId,
        run.root_run_id,
        run.app_id,
        run.workflow_id,
        draft.nodeId,
        draft.kind,
        draft.reason,
        draft.message,
        draft.toolCallId,
        draft.toolName,
        storableJson(draft.proposal),
        draft.inputSchema ? storableJson(draft.inputSchema) : null,
        storableJson(draft.responseSchema),
        draft.host,
        draft.method,
        draft.fingerprint,
        storableJson(draft.approvers),
        draft.onExpiry,
        draft.expiresInSeconds ?? null,
        run.cost_micros,
      ],
    );
    notices.push(noticeOf(id, draft, inserted.rows[0]?.expires_at ?? null));
  }
  const snapshot: RunSnapshot = {
    version: snapshotVersion,
    state,
    waits_for: notices.map(({ id, nodeId, toolCallId }) => ({
      interrupt_id: id,
      node_id: nodeId,
      ...(toolCallId ? { tool_call_id: toolCallId } : {}),
    })),
  };
  await client.query(
    "update run set status = 'waiting', ended_at = clock_timestamp(), state_snapshot = $2 where id = $1",
    [runId, storableJson(snapshot)],
  );
  await client.query("update session set state_snapshot = $2 where id = $1", [sessionId, storableJson(state)]);
  await endOpenRows(client, runId);
  const logged = await client.query<{ payload: RunEvent }>("select payload from event where run_id = $1 order by seq", [
    runId,
  ]);
  const clientCalls = notices.filter((notice) => notice.kind === "frontend_tool");
  const questions = notices.filter((notice) => notice.kind !== "frontend_tool");
  const pendingToolCallIds = clientCalls.flatMap((notice) => notice.toolCallId ?? []);
  return appendToSession(
    client,
    { tenantId, sessionId, runId },
    {
      events: [
        ...closingEvents(findOpenPieces(logged.rows.map((row) => row.payload)), "waiting"),
        { type: "state.snapshot", state },
        snapshotOfMessages,
        questions.length > 0
          ? { type: "run.finished", outcome: "interrupt", interrupts: questions, pendingToolCallIds }
          : { type: "run.finished", outcome: "success", pendingToolCallIds },
      ],
    },
  );
}

/** What is open is what waits, and the nodes that it belongs to; the run that resumes this one goes on with them. */
async function endOpenRows(client: Client, runId: string): Promise<void> {
  await client.query(
    "update node_run set status = 'waiting', ended_at = clock_timestamp() where run_id = $1 and status in ('pending', 'running')",
    [runId],
  );
  await client.query(
    `update span set status = case when kind = 'run' or kind = 'node' then 'waiting' else 'completed' end,
       ended_at = greatest(started_at, clock_timestamp()) where run_id = $1 and status = 'running'`,
    [runId],
  );
}

function noticeOf(id: string, draft: InterruptDraft, expiresAt: Date | null): InterruptNotice {
  const { kind, nodeId, reason, message, toolCallId, toolName, proposal, responseSchema, host, method } = draft;
  return {
    id,
    kind,
    nodeId,
    reason,
    message,
    proposal,
    responseSchema,
    ...(toolCallId ? { toolCallId } : {}),
    ...(toolName ? { toolName } : {}),
    ...(host ? { host } : {}),
    ...(method ? { method } : {}),
    ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
  };
}
