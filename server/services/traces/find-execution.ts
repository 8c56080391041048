import { db } from "@/server/db";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { Workflow } from "@/server/domain/workflow/schema";
import { DomainError } from "@/server/domain/errors";
import { isActive } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";
import { findRun } from "@/server/services/runs/get-run";
import { toRunStatus } from "@/server/services/runs/list-runs";
import { readDraft } from "@/server/services/workflows/get-workflow";

type RunRow = Awaited<ReturnType<typeof findRun>>;

/** The last attempt of a piece, as the last segment of an execution has it. */
export interface PieceRow {
  id: string;
  address: string;
  kind: NodeKind;
  title: string;
  attempt: number;
  status: string;
  port: string | null;
  /** The run that executed it. */
  executedIn: string;
}

/** One execution, whole: a run, and the runs that resumed it. */
export interface WholeExecution {
  /** The run that was asked for. */
  run: RunRow;
  /** Oldest first. */
  segments: RunRow[];
  /** The last segment, which begins with everything that the ones before it came to. */
  last: RunRow;
}

/** @throws DomainError not_found, also for somebody else's. */
export async function findExecution(principal: Principal, runId: string): Promise<WholeExecution> {
  const run = await findRun(principal, runId);
  const segments = await db.run.findMany({
    where: { rootRunId: run.rootRunId, tenantId: principal.tenantId, ownerId: principal.personId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return { run, segments, last: segments.at(-1) ?? run };
}

/** @throws DomainError run_active */
export function requireEnded({ segments }: WholeExecution): void {
  const active = segments.find((segment) => isActive(toRunStatus(segment.status)));
  if (!active) return;
  throw new DomainError("run_active", "This run is still under way. Wait until it has ended, or stop it first.", {
    details: { runId: active.id },
  });
}

/** The pieces that the last segment knows of, in the order in which they ended; one row each, of the last attempt. */
export async function readPieces({ last }: WholeExecution): Promise<PieceRow[]> {
  const rows = await db.nodeRun.findMany({
    where: { runId: last.id, tenantId: last.tenantId },
    orderBy: [{ endedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    select: {
      id: true,
      nodeId: true,
      kind: true,
      title: true,
      attempt: true,
      status: true,
      port: true,
      carriedFromRunId: true,
    },
  });
  const pieces = new Map<string, PieceRow>();
  for (const { nodeId, kind, carriedFromRunId, ...row } of rows) {
    const earlier = pieces.get(nodeId);
    if (earlier && earlier.attempt > row.attempt) continue;
    pieces.set(nodeId, { ...row, address: nodeId, kind: kind as NodeKind, executedIn: carriedFromRunId ?? last.id });
  }
  return [...pieces.values()];
}

/** The document that an execution runs. @throws DomainError not_found */
export async function readDocument({ last }: WholeExecution): Promise<Workflow> {
  const version = await db.workflowVersion.findFirst({
    where: { id: last.workflowVersionId, tenantId: last.tenantId },
    select: { dsl: true },
  });
  if (!version) throw new DomainError("not_found", "The version that this run ran does not exist any more.");
  return readDraft(version.dsl);
}
