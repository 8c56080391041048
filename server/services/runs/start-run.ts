import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { validateWorkflow } from "@/server/domain/workflow/validate-workflow";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { type AcceptedRun, acceptRun, type RunRequest } from "@/server/services/runs/accept-run";
import { findWorkflow } from "@/server/services/workflows/find-workflow";
import { readDraft } from "@/server/services/workflows/get-workflow";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";

/**
 * Runs the saved draft of a workflow, as the editor's Test does. The document is frozen as an unnumbered version first, so
 * that the run can be shown as it was after the draft has moved on.
 * @throws DomainError not_found, invalid_workflow (details: issues), invalid_input
 */
export async function startDraftRun(
  principal: Principal,
  {
    workflowId,
    inputs,
    sessionId,
    message,
  }: { workflowId: string; inputs: Record<string, Json>; sessionId?: string; message?: string },
): Promise<AcceptedRun> {
  const stored = await findWorkflow(principal, workflowId);
  const { workflow, issues } = validateWorkflow(stored.draft);
  const errors = issues.filter((issue) => issue.severity === "error");
  if (!workflow || errors.length > 0) {
    throw new DomainError("invalid_workflow", "This draft has problems to mend before it can run.", {
      details: { issues: errors },
    });
  }
  const dslHash = hashOfDocument(workflow);
  const frozen =
    (await db.workflowVersion.findFirst({
      where: { workflowId, tenantId: principal.tenantId, dslHash },
      orderBy: { createdAt: "desc" },
      select: { id: true },
    })) ??
    (await db.workflowVersion.create({
      data: {
        id: newId(),
        tenantId: principal.tenantId,
        workflowId,
        dsl: workflow,
        dslHash,
        createdById: principal.personId,
      },
      select: { id: true },
    }));
  return acceptRun(principal, {
    workflowId,
    workflowVersionId: frozen.id,
    workflow,
    source: "editor",
    inputs,
    sessionId,
    message: message ?? textOf(inputs.query),
  });
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export type AppRunRequest = Pick<
  RunRequest,
  "source" | "inputs" | "message" | "sessionId" | "threadId" | "clientRunId" | "idempotencyKey"
> & { appCode?: string };

/**
 * Runs the published version of an app; a session that is named goes on with its own app.
 * @throws DomainError not_found, not_published, invalid_input, run_active, idempotency_mismatch
 */
export async function startAppRun(principal: Principal, request: AppRunRequest): Promise<AcceptedRun> {
  const { appCode, ...said } = request;
  const app = await findApp(principal, appCode, request.sessionId);
  return acceptRun(principal, {
    ...said,
    appId: app.id,
    workflowId: app.workflowId,
    workflowVersionId: app.liveVersionId,
    workflow: readDraft(app.liveVersion.dsl),
  });
}

async function findApp(principal: Principal, appCode: string | undefined, sessionId: string | undefined) {
  const own = { tenantId: principal.tenantId, ownerId: principal.personId, archivedAt: null };
  const include = { liveVersion: { select: { dsl: true } } } as const;
  if (appCode !== undefined) {
    const app = await db.app.findFirst({ where: { ...own, code: appCode }, include });
    if (app) return app;
    throw new DomainError("not_found", `There is no published app "${appCode}".`);
  }
  if (sessionId === undefined)
    throw new DomainError("bad_request", "Name an app (app_code) or a session (session_id).");
  const session = await db.session.findFirst({
    where: { id: sessionId, tenantId: principal.tenantId, ownerId: principal.personId, deletedAt: null },
    select: { appId: true },
  });
  if (!session) throw new DomainError("not_found", "There is no such session.");
  const app = session.appId ? await db.app.findFirst({ where: { ...own, id: session.appId }, include }) : null;
  if (!app) throw new DomainError("not_published", "This session's workflow has no published version.");
  return app;
}
