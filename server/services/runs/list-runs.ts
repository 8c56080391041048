import { db } from "@/server/db";
import { type RunStatus, runStatuses } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";

export interface RunListItem {
  id: string;
  status: RunStatus;
  source: string;
  workflow: { id: string; name: string };
  version: number | null;
  sessionId: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  error: { code: string; message: string } | null;
}

export interface RunFilter {
  workflowId?: string;
  status?: RunStatus;
  source?: string;
  /** The last id of the page before. Ids are time-ordered, so they are the key of the page. */
  cursor?: string;
  limit?: number;
}

/** Runs, newest first, a page at a time. */
export async function listRuns(
  principal: Principal,
  filter: RunFilter,
): Promise<{ items: RunListItem[]; nextCursor: string | null }> {
  const limit = filter.limit ?? 50;
  const runs = await db.run.findMany({
    where: {
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      ...(filter.workflowId ? { workflowId: filter.workflowId } : {}),
      ...(filter.status ? { status: filter.status } : {}),
      ...(filter.source ? { source: filter.source } : {}),
      ...(filter.cursor ? { id: { lt: filter.cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = runs.slice(0, limit);
  const [workflows, versions] = await Promise.all([
    db.workflow.findMany({
      where: { tenantId: principal.tenantId, id: { in: page.map((run) => run.workflowId) } },
      select: { id: true, name: true },
    }),
    db.workflowVersion.findMany({
      where: { tenantId: principal.tenantId, id: { in: page.map((run) => run.workflowVersionId) } },
      select: { id: true, number: true },
    }),
  ]);
  const names = new Map(workflows.map((workflow) => [workflow.id, workflow.name]));
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  return {
    items: page.map((run) => ({
      id: run.id,
      status: toRunStatus(run.status),
      source: run.source,
      workflow: { id: run.workflowId, name: names.get(run.workflowId) ?? "Deleted workflow" },
      version: numbers.get(run.workflowVersionId) ?? null,
      sessionId: run.sessionId,
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      inputTokens: Number(run.inputTokens),
      outputTokens: Number(run.outputTokens),
      costMicros: Number(run.costMicros),
      error: toErrorSummary(run.error),
    })),
    nextCursor: runs.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

export function toRunStatus(stored: string): RunStatus {
  return runStatuses.find((status) => status === stored) ?? "failed";
}

export function toErrorSummary(stored: unknown): { code: string; message: string; nodeId?: string } | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { code, message, nodeId } = stored as { code?: unknown; message?: unknown; nodeId?: unknown };
  return { code: String(code), message: String(message), ...(typeof nodeId === "string" ? { nodeId } : {}) };
}
