import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Workflow } from "@/server/domain/workflow/schema";
import { validateWorkflow } from "@/server/domain/workflow/validate-workflow";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { findWorkflow } from "@/server/services/workflows/find-workflow";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";

export interface PublishedVersion {
  versionId: string;
  number: number;
  app: { code: string };
}

/**
 * Makes the draft an immutable numbered version and the one that the workflow's app runs; the first time, makes the app.
 * @throws DomainError not_found, version_conflict, invalid_workflow (details: issues)
 */
export async function publishWorkflow(
  principal: Principal,
  { id, expectedVersion, note }: { id: string; expectedVersion: number; note?: string },
): Promise<PublishedVersion> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`select id from workflow where id = ${id} and tenant_id = ${principal.tenantId} for update`;
    const stored = await findWorkflow(principal, id, tx);
    if (stored.draftVersion !== expectedVersion) {
      throw new DomainError("version_conflict", "This draft was changed elsewhere after you opened it.", {
        details: { currentVersion: stored.draftVersion },
      });
    }
    const { workflow, issues } = validateWorkflow(stored.draft);
    const errors = issues.filter((issue) => issue.severity === "error");
    if (!workflow || errors.length > 0) {
      const count = errors.length === 1 ? "one problem" : `${errors.length} problems`;
      throw new DomainError("invalid_workflow", `This draft has ${count} to mend before it can be published.`, {
        details: { issues: errors },
      });
    }
    const last = await tx.workflowVersion.aggregate({ where: { workflowId: id }, _max: { number: true } });
    const number = (last._max.number ?? 0) + 1;
    const versionId = newId();
    await tx.workflowVersion.create({
      data: {
        id: versionId,
        tenantId: principal.tenantId,
        workflowId: id,
        number,
        dsl: workflow as Workflow & object,
        dslHash: hashOfDocument(workflow),
        note: note ?? "",
        createdById: principal.personId,
      },
    });
    const code = stored.app?.code ?? (await freeAppCode(tx, principal, stored.name));
    await tx.app.upsert({
      where: { workflowId: id },
      create: {
        id: newId(),
        tenantId: principal.tenantId,
        ownerId: principal.personId,
        code,
        name: stored.name,
        description: stored.description,
        workflowId: id,
        liveVersionId: versionId,
      },
      update: {
        liveVersionId: versionId,
        name: stored.name,
        description: stored.description,
        archivedAt: null,
        updatedAt: new Date(),
      },
    });
    return { versionId, number, app: { code } };
  });
}

const longestCode = 48;

/** A readable code for addresses: the name in plain letters, numbered when it is taken. */
async function freeAppCode(tx: Transaction, principal: Principal, name: string): Promise<string> {
  const plain = name
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, longestCode);
  const base = plain || "app";
  const taken = await tx.app.findMany({
    where: { tenantId: principal.tenantId, code: { startsWith: base } },
    select: { code: true },
  });
  const codes = new Set(taken.map((app) => app.code));
  let code = base;
  for (let count = 2; codes.has(code); count += 1) code = `${base}-${count}`;
  return code;
}
