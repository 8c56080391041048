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

/** What a model thought before it answered the chat. */
export interface ReasoningView {
  id: string;
  text: string;
}

/** What the log says of runs beyond what is stored of them. */
export interface RunLogs {
  /** The ended steps by the run's id, in the order in which they ended. */
  steps: Map<string, StepView[]>;
  /** By the run's id, in the order in which they began. */
  reasonings: Map<string, ReasoningView[]>;
  /** The messages which hold the result of a failed tool call. */
  failedToolMessageIds: Set<string>;
}

type LogRow = { run_id: string } & (
  | { type: "node.finished"; told: StepView }
  | { type: "reasoning.delta"; told: ReasoningView }
  | { type: "tool.result"; told: { id: string } }
);

/** Reads all of it in one pass over the runs' events. */
export async function readRunLogs(principal: Principal, runIds: string[]): Promise<RunLogs> {
  const { rows } = await pool.query<LogRow>({
    name: "read-run-logs",
    text: `select run_id, type, case type
             when 'node.finished' then jsonb_build_object(
               'nodeId', payload -> 'nodeId', 'kind', payload -> 'kind', 'title', payload -> 'title', 'attempt', payload -> 'attempt',
               'status', payload -> 'status', 'summary', payload -> 'summary', 'error', payload -> 'error',
               'durationMs', payload -> 'durationMs', 'costMicros', payload -> 'costMicros')
             when 'reasoning.delta' then jsonb_build_object('id', payload -> 'messageId', 'text', payload -> 'delta')
             else jsonb_build_object('id', payload -> 'messageId') end as told
           from event
           where run_id = any($1) and tenant_id = $2 and (
             type = 'node.finished' and payload ->> 'status' <> 'skipped'
             or type = 'reasoning.delta' and payload ->> 'audience' = 'everyone'
             or type = 'tool.result' and payload -> 'isError' = 'true')
           order by seq`,
    values: [runIds, principal.tenantId],
  });
  const logs: RunLogs = { steps: new Map(), reasonings: new Map(), failedToolMessageIds: new Set() };
  for (const row of rows) {
    if (row.type === "node.finished") listIn(logs.steps, row.run_id).push(row.told);
    else if (row.type === "reasoning.delta") addThought(listIn(logs.reasonings, row.run_id), row.told);
    else logs.failedToolMessageIds.add(row.told.id);
  }
  return logs;
}

function addThought(told: ReasoningView[], { id, text }: ReasoningView): void {
  const begun = told.find((one) => one.id === id);
  if (begun) begun.text += text;
  else told.push({ id, text });
}

function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
