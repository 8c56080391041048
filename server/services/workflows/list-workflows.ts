import { db, pool } from "@/server/db";
import type { RunStatus } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";
import { type GraphPreview, previewOf } from "@/server/services/workflows/preview";

export interface WorkflowListItem {
  id: string;
  name: string;
  description: string;
  updatedAt: Date;
  draftVersion: number;
  isArchived: boolean;
  app: { code: string; name: string; liveVersion: number | null } | null;
  preview: GraphPreview;
  lastRun: { id: string; status: RunStatus; createdAt: Date } | null;
  /** The last seven days, oldest first. */
  week: { runs: number; costMicros: number; days: number[] };
}

const daysShown = 7;
const largestList = 200;

/** The person's workflows, last changed first. `query` looks in names and descriptions. */
export async function listWorkflows(
  principal: Principal,
  { query, isArchived = false }: { query?: string; isArchived?: boolean },
): Promise<WorkflowListItem[]> {
  const words = query?.trim();
  const workflows = await db.workflow.findMany({
    where: {
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      archivedAt: isArchived ? { not: null } : null,
      ...(words
        ? {
            OR: [
              { name: { contains: words, mode: "insensitive" } },
              { description: { contains: words, mode: "insensitive" } },
            ],
          }
        : {}),
    },
    orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
    take: largestList,
    include: { app: { include: { liveVersion: { select: { number: true } } } } },
  });
  const ids = workflows.map((workflow) => workflow.id);
  const [lastRuns, activity] = await Promise.all([readLastRuns(principal, ids), readActivity(principal, ids)]);
  return workflows.map((workflow) => ({
    id: workflow.id,
    name: workflow.name,
    description: workflow.description,
    updatedAt: workflow.updatedAt,
    draftVersion: workflow.draftVersion,
    isArchived: workflow.archivedAt !== null,
    app: workflow.app
      ? { code: workflow.app.code, name: workflow.app.name, liveVersion: workflow.app.liveVersion.number }
      : null,
    preview: previewOf(workflow.draft),
    lastRun: lastRuns.get(workflow.id) ?? null,
    week: activity.get(workflow.id) ?? { runs: 0, costMicros: 0, days: Array.from({ length: daysShown }, () => 0) },
  }));
}

async function readLastRuns(principal: Principal, workflowIds: string[]) {
  const { rows } = await pool.query<{ workflow_id: string; id: string; status: RunStatus; created_at: Date }>(
    `select w.id as workflow_id, r.id, r.status, r.created_at
     from unnest($2::text[]) as w(id)
     join lateral (select id, status, created_at from run
       where tenant_id = $1 and workflow_id = w.id order by created_at desc limit 1) r on true`,
    [principal.tenantId, workflowIds],
  );
  return new Map(rows.map((row) => [row.workflow_id, { id: row.id, status: row.status, createdAt: row.created_at }]));
}

async function readActivity(principal: Principal, workflowIds: string[]) {
  const { rows } = await pool.query<{ workflow_id: string; days_ago: number; runs: number; cost_micros: string }>(
    `select workflow_id, floor(extract(epoch from (now() - created_at)) / 86400)::int as days_ago, count(*)::int as runs,
       sum(cost_micros) as cost_micros
     from run where tenant_id = $1 and workflow_id = any($2) and created_at > now() - make_interval(days => $3)
     group by 1, 2`,
    [principal.tenantId, workflowIds, daysShown],
  );
  const activity = new Map<string, WorkflowListItem["week"]>();
  for (const row of rows) {
    const week = activity.get(row.workflow_id) ?? {
      runs: 0,
      costMicros: 0,
      days: Array.from({ length: daysShown }, () => 0),
    };
    week.runs += row.runs;
    week.costMicros += Number(row.cost_micros);
    week.days[daysShown - 1 - Math.min(row.days_ago, daysShown - 1)] = row.runs;
    activity.set(row.workflow_id, week);
  }
  return activity;
}
