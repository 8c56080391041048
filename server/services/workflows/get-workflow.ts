import { type Workflow, workflowSchema } from "@/server/domain/workflow/schema";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { findWorkflow } from "@/server/services/workflows/find-workflow";

export interface WorkflowDetail {
  id: string;
  name: string;
  description: string;
  draft: Workflow;
  draftVersion: number;
  updatedAt: Date;
  isArchived: boolean;
  app: { code: string; name: string; liveVersion: { id: string; number: number | null; createdAt: Date } } | null;
}

/** A workflow as the editor opens it. @throws DomainError not_found, invalid_workflow */
export async function getWorkflow(principal: Principal, id: string): Promise<WorkflowDetail> {
  const workflow = await findWorkflow(principal, id);
  return {
    id: workflow.id,
    name: workflow.name,
    description: workflow.description,
    draft: readDraft(workflow.draft),
    draftVersion: workflow.draftVersion,
    updatedAt: workflow.updatedAt,
    isArchived: workflow.archivedAt !== null,
    app: workflow.app
      ? { code: workflow.app.code, name: workflow.app.name, liveVersion: workflow.app.liveVersion }
      : null,
  };
}

/** @throws DomainError invalid_workflow when the stored document is not even shaped like one. */
export function readDraft(document: unknown): Workflow {
  const parsed = workflowSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new DomainError("invalid_workflow", "The stored draft can not be read.", { cause: parsed.error });
}
