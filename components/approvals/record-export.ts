import { dollars, toCsv } from "@/components/admin/usage/csv";

import { outcomeOf, reasonOf } from "./interrupt-words";
import type { InterruptView } from "./types";

const header = [
  "id",
  "kind",
  "outcome",
  "status",
  "question",
  "tool",
  "method",
  "host",
  "proposal",
  "edited",
  "answer",
  "reason",
  "result",
  "decided_by",
  "decided_via",
  "decided_at",
  "asked_at",
  "expires_at",
  "cost_usd",
  "workflow",
  "app",
  "conversation",
  "run_id",
  "resume_run_id",
  "owner",
];

/** The record of decisions as a table, one line each; times are ISO 8601 in UTC. */
export function recordCsv(items: readonly InterruptView[]): string {
  return toCsv(
    header,
    items.map((item) => [
      item.id,
      item.kind,
      outcomeOf(item).word,
      item.status,
      item.message,
      item.toolName,
      item.method,
      item.host,
      JSON.stringify(item.proposal),
      item.decision?.type === "approve" && item.decision.editedArgs ? JSON.stringify(item.decision.editedArgs) : null,
      item.decision?.type === "answer" ? JSON.stringify(item.decision) : null,
      reasonOf(item.decision) ?? null,
      item.result,
      item.decidedBy?.name ?? null,
      item.decidedVia,
      item.decidedAt?.toISOString() ?? null,
      item.createdAt.toISOString(),
      item.expiresAt?.toISOString() ?? null,
      dollars(item.costMicros),
      item.workflow.name,
      item.app?.name ?? null,
      item.session.title,
      item.runId,
      item.resumeRunId,
      item.owner.name,
    ]),
  );
}

/** The same record in full. */
export function recordJson(items: readonly InterruptView[]): string {
  // When it was read and who asked belong to the reading, not to the record.
  return `${JSON.stringify(
    items.map(({ readAt: _readAt, mayDecide: _mayDecide, ...record }) => record),
    null,
    2,
  )}\n`;
}
