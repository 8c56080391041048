import { pool } from "@/server/db";
import { truncate } from "@/server/domain/text";
import { storableJson } from "@/server/progress/batch";

const longestResult = 4000;

/**
 * Notes on an approved interrupt that what was approved has been carried out, and what it came to. Done before the piece's own
 * end is written, after the call's result was: a crash in between repeats only this note.
 */
export async function markExecuted(tenantId: string, interruptId: string, result: string): Promise<void> {
  await pool.query({
    name: "mark-executed",
    text: "update interrupt set status = 'EXECUTED', result = $2 where id = $1 and tenant_id = $3 and status = 'APPROVED'",
    values: [interruptId, storableJson(truncate(result, longestResult)), tenantId],
  });
}
