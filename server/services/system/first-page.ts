import { db } from "@/server/db";
import type { Principal } from "@/server/services/access/principal";

/** Where somebody who names no page is led: to a sample on its canvas until the first run, then to the list of workflows. */
export async function firstPage(principal: Principal): Promise<string> {
  const own = { tenantId: principal.tenantId, ownerId: principal.personId };
  const run = await db.run.findFirst({ where: own, select: { id: true } });
  if (run) return "/workflows";
  const sample = await db.workflow.findFirst({
    where: { ...own, archivedAt: null, templateKey: { not: null } },
    orderBy: [{ createdAt: "desc" }],
    select: { id: true },
  });
  return sample ? `/workflows/${sample.id}?welcome=1` : "/workflows";
}
