import { db } from "@/server/db";
import type { Workflow } from "@/server/domain/workflow/schema";
import { newId } from "@/server/ids";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";

/**
 * Keeps a document as an immutable version of its workflow, without a number unless it was published; equal documents share
 * one. A run of it can be shown as it was after the workflow has moved on.
 */
export async function freezeDocument(
  owner: { tenantId: string; workflowId: string; createdById: string },
  document: Workflow,
): Promise<{ id: string }> {
  const { tenantId, workflowId, createdById } = owner;
  const dslHash = hashOfDocument(document);
  const known = await db.workflowVersion.findFirst({
    where: { workflowId, tenantId, dslHash },
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
  if (known) return known;
  return db.workflowVersion.create({
    data: { id: newId(), tenantId, workflowId, dsl: document, dslHash, createdById },
    select: { id: true },
  });
}
