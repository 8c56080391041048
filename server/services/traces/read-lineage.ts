import { db } from "@/server/db";
import { type CallChoice, type ForkRecord, readForkRecord } from "@/server/domain/run/fork-record";
import type { RunStatus } from "@/server/domain/run/status";
import { toRunStatus } from "@/server/services/runs/list-runs";
import type { WholeExecution } from "@/server/services/traces/find-execution";

/** Where an execution left another, and with what. */
export interface ForkOrigin {
  runId: string;
  point: ForkRecord["point"];
  edit: ForkRecord["edit"];
  /** How many outside calls after the point were to be kept, made again and skipped. */
  calls: Record<CallChoice, number>;
}

/** An execution that was begun from a point of another, in a line. */
export interface ForkOutline {
  id: string;
  status: RunStatus;
  point: ForkRecord["point"] | null;
  isEdited: boolean;
  createdAt: Date;
}

/** Where an execution came from, and what was begun from it. */
export async function readLineage({
  segments,
  last,
}: WholeExecution): Promise<{ fork: ForkOrigin | null; forks: ForkOutline[] }> {
  const rows = await db.run.findMany({
    where: {
      parentRunId: { in: segments.map((segment) => segment.id) },
      kind: "fork",
      tenantId: last.tenantId,
      ownerId: last.ownerId,
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, status: true, fork: true, createdAt: true },
  });
  return {
    fork: originOf(readForkRecord(last.fork)),
    forks: rows.map(({ id, status, fork, createdAt }) => {
      const record = readForkRecord(fork);
      return {
        id,
        status: toRunStatus(status),
        point: record?.point ?? null,
        isEdited: Boolean(record?.edit),
        createdAt,
      };
    }),
  };
}

function originOf(record: ForkRecord | undefined): ForkOrigin | null {
  if (!record) return null;
  const calls = { keep: 0, again: 0, skip: 0 };
  for (const { choice } of record.calls) calls[choice] += 1;
  return { runId: record.run_id, point: record.point, edit: record.edit, calls };
}
