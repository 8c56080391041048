import { db } from "@/server/db";
import type { Decision, InterruptKind } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import type { DecidedInterrupt } from "@/server/nodes/executor";

/** What was decided about the interrupts that a run resumes from, by the address of the piece that waited. */
export async function readDecisions(tenantId: string, resumeRunId: string): Promise<Map<string, DecidedInterrupt>> {
  const rows = await db.interrupt.findMany({
    where: { tenantId, resumeRunId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const people = await db.person.findMany({
    where: { tenantId, id: { in: rows.flatMap((row) => row.decidedById ?? []) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(people.map((person) => [person.id, person.name]));
  return new Map(
    rows.map((row): [string, DecidedInterrupt] => [
      row.nodeId,
      {
        id: row.id,
        kind: row.kind as InterruptKind,
        decision: row.decision as unknown as Decision,
        proposal: (row.proposal ?? null) as Json,
        fingerprint: row.fingerprint,
        runId: row.runId,
        decidedById: row.decidedById,
        decidedBy: row.decidedById === null ? null : (nameOf.get(row.decidedById) ?? null),
      },
    ]),
  );
}
