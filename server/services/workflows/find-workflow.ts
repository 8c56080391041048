import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";

/** The where-clause that says which workflows a person may touch; every query on them starts from it. */
export function ownWorkflows(principal: Principal, id?: string) {
  return { tenantId: principal.tenantId, ownerId: principal.personId, ...(id === undefined ? {} : { id }) };
}

/** @throws DomainError not_found, also for what belongs to somebody else. */
export async function findWorkflow(principal: Principal, id: string, client: Transaction | typeof db = db) {
  const workflow = await client.workflow.findFirst({
    where: ownWorkflows(principal, id),
    include: { app: { include: { liveVersion: { select: { id: true, number: true, createdAt: true } } } } },
  });
  if (!workflow) throw new DomainError("not_found", "There is no such workflow.");
  return workflow;
}
