import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Workflow } from "@/server/domain/workflow/schema";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { findTemplate } from "@/server/services/templates/templates";
import { findWorkflow } from "@/server/services/workflows/find-workflow";

const blankWorkflow: Workflow = {
  version: "1.0",
  inputs: [{ name: "query", type: "string", title: "Message", required: true }],
  nodes: [{ id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 200 } }],
  edges: [],
  settings: {},
};

export const longestWorkflowName = 200;

/** Makes a workflow: blank, or a copy of a template. @throws DomainError not_found for an unknown template. */
export async function createWorkflow(
  principal: Principal,
  { name, templateKey }: { name?: string; templateKey?: string },
): Promise<{ id: string }> {
  const template = templateKey === undefined ? undefined : findTemplate(templateKey);
  if (templateKey !== undefined && !template)
    throw new DomainError("not_found", `There is no template "${templateKey}".`);
  const id = newId();
  await db.workflow.create({
    data: {
      id,
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      name: name?.trim() || template?.name || "Untitled workflow",
      description: template?.description ?? "",
      templateKey: templateKey ?? null,
      draft: template?.workflow ?? blankWorkflow,
    },
  });
  return { id };
}

/** Copies a workflow's draft into a new workflow. Versions, app and runs stay with the original. */
export async function duplicateWorkflow(principal: Principal, id: string): Promise<{ id: string }> {
  const original = await findWorkflow(principal, id);
  const copyId = newId();
  await db.workflow.create({
    data: {
      id: copyId,
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      name: `${original.name} copy`.slice(0, longestWorkflowName),
      description: original.description,
      draft: original.draft ?? {},
    },
  });
  return { id: copyId };
}
