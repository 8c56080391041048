import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { resolveRuntimeConfig } from "@/server/domain/runtime-config/resolve-runtime-config";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { listRows } from "@/server/services/runtime-config/list-rows";
import { readTemplates } from "@/server/services/runtime-config/read-templates";
import { runtimeWorkflowId } from "@/server/domain/runtime-config/runtime-workflow";
import { freezeDocument } from "@/server/services/workflows/freeze-document";

/** Owns what belongs to nobody: no person has this id, so nobody finds it among their workflows. */
const systemOwnerId = "system";
const workflowName = "Agents";

/**
 * What a request that names no app runs: the tenant's configuration of now, compiled and frozen as a version, so that trace,
 * usage and repeats work as for any other run.
 * @throws DomainError invalid_config (details: issues)
 */
export async function prepareRuntimeRun(
  principal: Principal,
): Promise<{ workflowId: string; workflowVersionId: string; workflow: Workflow }> {
  const { tenantId } = principal;
  const [templates, rows] = await Promise.all([readTemplates(), listRows(tenantId)]);
  const resolved = resolveRuntimeConfig(templates, rows);
  if (!resolved.ok) {
    const told = resolved.issues.slice(0, 3).map((issue) => issue.message);
    throw new DomainError(
      "invalid_config",
      `The agents cannot run as they are configured. ${told.join(" ")} Mend it on the page Agents.`,
      {
        details: { issues: resolved.issues },
      },
    );
  }
  const { workflow } = resolved.value;
  const workflowId = runtimeWorkflowId(tenantId);
  await db.workflow.createMany({
    data: [{ id: workflowId, tenantId, ownerId: systemOwnerId, name: workflowName, draft: workflow }],
    skipDuplicates: true,
  });
  const { id } = await freezeDocument({ tenantId, workflowId, createdById: systemOwnerId }, workflow);
  return { workflowId, workflowVersionId: id, workflow };
}
