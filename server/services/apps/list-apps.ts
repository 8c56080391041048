import { db } from "@/server/db";
import { type WorkflowInput, workflowSchema } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";

export interface AppListItem {
  code: string;
  name: string;
  description: string;
  workflowId: string;
  version: number | null;
  inputs: WorkflowInput[];
  opening: string | null;
  suggestions: string[];
}

/** Published apps by name: what one can chat with. Apps of archived workflows are left out. */
export async function listApps(principal: Principal): Promise<AppListItem[]> {
  const apps = await db.app.findMany({
    where: {
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      archivedAt: null,
      workflow: { archivedAt: null },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: { liveVersion: { select: { number: true, dsl: true } } },
  });
  return apps.map((app) => {
    const document = workflowSchema.safeParse(app.liveVersion.dsl).data;
    return {
      code: app.code,
      name: app.name,
      description: app.description,
      workflowId: app.workflowId,
      version: app.liveVersion.number,
      inputs: document?.inputs ?? [],
      opening: document?.settings.opening ?? null,
      suggestions: document?.settings.suggestions ?? [],
    };
  });
}
