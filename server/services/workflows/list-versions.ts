import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { findWorkflow } from "@/server/services/workflows/find-workflow";
import { readDraft } from "@/server/services/workflows/get-workflow";

export interface VersionListItem {
  id: string;
  number: number;
  note: string;
  createdAt: Date;
  createdBy: string;
  isLive: boolean;
}

/** Published versions, newest first. */
export async function listVersions(principal: Principal, workflowId: string): Promise<VersionListItem[]> {
  const workflow = await findWorkflow(principal, workflowId);
  const [versions, people] = await Promise.all([
    db.workflowVersion.findMany({
      where: { workflowId, tenantId: principal.tenantId, number: { not: null } },
      orderBy: { number: "desc" },
      take: 200,
      select: { id: true, number: true, note: true, createdAt: true, createdById: true },
    }),
    db.person.findMany({ where: { tenantId: principal.tenantId }, select: { id: true, name: true } }),
  ]);
  const names = new Map(people.map((person) => [person.id, person.name]));
  return versions.map(({ createdById, number, ...version }) => ({
    ...version,
    number: number ?? 0,
    createdBy: names.get(createdById) ?? createdById,
    isLive: version.id === workflow.app?.liveVersionId,
  }));
}

/** One published version with its document. @throws DomainError not_found */
export async function getVersion(
  principal: Principal,
  workflowId: string,
  number: number,
): Promise<{ id: string; number: number; note: string; createdAt: Date; dsl: Workflow }> {
  await findWorkflow(principal, workflowId);
  const version = await db.workflowVersion.findFirst({ where: { workflowId, number, tenantId: principal.tenantId } });
  if (!version) throw new DomainError("not_found", `There is no version ${number} of this workflow.`);
  return { id: version.id, number, note: version.note, createdAt: version.createdAt, dsl: readDraft(version.dsl) };
}
