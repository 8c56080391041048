import type { z } from "zod";
import type { historyAnswer, messagePageAnswer, sessionAnswer } from "@/server/http/session-contracts";
import type { OpenInterrupt, SessionHistory } from "@/server/services/sessions/get-history";
import type { SessionListItem } from "@/server/services/sessions/list-sessions";
import type { BranchMessage } from "@/server/services/sessions/read-branch";

type SessionView = z.output<typeof sessionAnswer>;
type HistoryView = z.output<typeof historyAnswer>;
type MessageView = z.output<typeof messagePageAnswer>["items"][number];

/** A session as the REST API gives it. */
export function toSessionView(session: SessionListItem): SessionView {
  return {
    id: session.id,
    title: session.title,
    app_code: session.app?.code ?? null,
    source: session.source,
    pinned: session.isPinned,
    active_run_id: session.activeRunId,
    message_count: session.messageCount,
    input_tokens: session.inputTokens,
    output_tokens: session.outputTokens,
    cost_micros: session.costMicros,
    created_at: session.createdAt.toISOString(),
    updated_at: session.updatedAt.toISOString(),
  };
}

/** A message as the REST API gives it. */
export function toMessageView(message: BranchMessage): MessageView {
  return {
    id: message.id,
    seq: message.seq,
    role: message.role,
    content: message.content,
    run_id: message.runId,
    tool_calls: message.toolCalls ?? [],
    tool_call_id: message.toolCallId,
    created_at: message.createdAt.toISOString(),
  };
}

/** A session's history as the REST API gives it. */
export function toHistoryView(history: SessionHistory): HistoryView {
  const { id, ...session } = toSessionView(history.session);
  return {
    session_id: id,
    ...session,
    thread_id: history.threadId,
    head_seq: history.headSeq,
    last_event_seq: history.lastEventSeq,
    state: history.state,
    messages: history.messages.map(toMessageView),
    interrupts: history.interrupts.map(toInterruptView),
  };
}

function toInterruptView(open: OpenInterrupt): HistoryView["interrupts"][number] {
  return {
    id: open.id,
    kind: open.kind,
    reason: open.reason,
    message: open.message,
    run_id: open.runId,
    tool_call_id: open.toolCallId,
    tool_name: open.toolName,
    proposal: open.proposal,
    response_schema: open.responseSchema,
    expires_at: open.expiresAt?.toISOString() ?? null,
    created_at: open.createdAt.toISOString(),
  };
}
