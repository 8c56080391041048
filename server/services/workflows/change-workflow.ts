import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { ownWorkflows } from "@/server/services/workflows/find-workflow";

async function change(
  principal: Principal,
  id: string,
  data: { name?: string; description?: string; archivedAt?: Date | null },
): Promise<void> {
  const { count } = await db.workflow.updateMany({
    where: ownWorkflows(principal, id),
    data: { ...data, updatedAt: new Date() },
  });
  if (count === 0) throw new DomainError("not_found", "There is no such workflow.");
}

/** @throws DomainError not_found */
export async function renameWorkflow(
  principal: Principal,
  id: string,
  names: { name?: string; description?: string },
): Promise<void> {
  await change(principal, id, names);
}

/** Puts a workflow out of sight. Its runs, versions and app stay, and a published app goes on answering. */
export async function archiveWorkflow(principal: Principal, id: string): Promise<void> {
  await change(principal, id, { archivedAt: new Date() });
}

export async function restoreWorkflow(principal: Principal, id: string): Promise<void> {
  await change(principal, id, { archivedAt: null });
}
