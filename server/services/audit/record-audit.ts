import { db, type Transaction } from "@/server/db";
import type { ErrorCode } from "@/server/domain/errors";
import type { JsonObject } from "@/server/domain/json";
import { newId } from "@/server/ids";

export interface AuditRecord {
  tenantId: string;
  /** The person who did it; absent when the product did it by itself. */
  actorId?: string;
  /** What was done or tried, such as `interrupt.resume`. */
  action: string;
  /** What kind of thing it was done to, and which. */
  resource: string;
  resourceId: string;
  outcome: "done" | "refused";
  /** Why it was refused. */
  code?: ErrorCode;
  details?: JsonObject;
}

/** Writes down who did what, or tried to and was refused. Give the transaction of what is done, so that both hold or neither. */
export async function recordAudit(record: AuditRecord, tx: Transaction = db): Promise<void> {
  const { actorId = null, code = null, details = {}, ...what } = record;
  await tx.auditEntry.create({ data: { id: newId(), ...what, actorId, code, details } });
}
