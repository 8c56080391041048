import { runRequested } from "@/inngest/events";
import type { RunClient } from "@/server/domain/agui/run-client";
import type { Json } from "@/server/domain/json";
import { storableJson } from "@/server/progress/batch";
import type { OutboxEntry } from "@/server/services/runs/dispatch-outbox";

export interface NewRun {
  id: string;
  tenantId: string;
  ownerId: string;
  sessionId: string;
  workflowId: string;
  workflowVersionId: string;
  appId?: string;
  source: string;
  clientRunId?: string;
  client?: RunClient;
  inputs: Record<string, Json>;
  userMessageId?: string;
  idempotencyKey?: string;
  requestHash: string;
}

/** A conversation that begins with this run, whoever's it is. */
export interface NewSession {
  ownerId: string;
  threadId: string;
  title: string;
}

/** The message that a new conversation begins with. */
export interface FirstMessage {
  id: string;
  content: string;
  attachments: readonly string[];
}

interface Rows {
  run: NewRun;
  session?: NewSession;
  message?: FirstMessage;
}

const text = `with new_session as (
    insert into session (id, tenant_id, owner_id, thread_id, app_id, workflow_id, source, title, message_seq, head_seq, message_count)
    select $1, $2, s."ownerId", s."threadId", $3, $4, $5, s.title, s.messages, s.messages, s.messages
    from jsonb_to_recordset($6::jsonb) as s("ownerId" text, "threadId" text, title text, messages int)
  ), first_message as (
    insert into message (id, tenant_id, session_id, seq, run_id, role, content, attachments)
    select m.id, $2, $1, 1, $7, 'user', m.content, m.attachments
    from jsonb_to_recordset($8::jsonb) as m(id text, content text, attachments jsonb)
  ), handed_over as (
    insert into outbox (id, tenant_id, name, payload) values ($9, $2, $10, $11::jsonb)
  )
  insert into run (id, tenant_id, owner_id, session_id, app_id, workflow_id, source, root_run_id, workflow_version_id,
    client_run_id, client, inputs, user_message_id, idempotency_key, request_hash)
  values ($7, $2, $12, $1, $3, $4, $5, $7, $13, $14, $15::jsonb, $16::jsonb, $17, $18, $19)`;

/** What hands a run to the engine for the first time. It has the run's id: there is one for each. */
export function firstHandOver({ id, tenantId }: Pick<NewRun, "id" | "tenantId">): OutboxEntry {
  return { id, tenantId, name: runRequested.name, payload: { runId: id, epoch: 1 } };
}

/**
 * The one statement that accepts a run: its row and what hands it to the engine, with the conversation and the first message
 * when it begins one.
 */
export function insertRun({ run, session, message }: Rows): { name: string; text: string; values: (string | null)[] } {
  const messages = message ? 1 : 0;
  const handOver = firstHandOver(run);
  return {
    name: "insert-run",
    text,
    values: [
      run.sessionId,
      run.tenantId,
      run.appId ?? null,
      run.workflowId,
      run.source,
      storableJson(session ? [{ ...session, messages }] : []),
      run.id,
      storableJson(
        message ? [{ ...message, attachments: message.attachments.length > 0 ? message.attachments : undefined }] : [],
      ),
      handOver.id,
      handOver.name,
      JSON.stringify(handOver.payload),
      run.ownerId,
      run.workflowVersionId,
      run.clientRunId ?? null,
      run.client ? storableJson(run.client) : null,
      storableJson(run.inputs),
      run.userMessageId ?? null,
      run.idempotencyKey ?? null,
      run.requestHash,
    ],
  };
}
