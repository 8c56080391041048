import { db, pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { validateWorkflow } from "@/server/domain/workflow/validate-workflow";
import type { Principal } from "@/server/services/access/principal";
import { type AcceptedRun, acceptRun, type RunRequest } from "@/server/services/runs/accept-run";
import { prepareRuntimeRun } from "@/server/services/runtime-config/prepare-run";
import { runtimeWorkflowId } from "@/server/domain/runtime-config/runtime-workflow";
import { findWorkflow } from "@/server/services/workflows/find-workflow";
import { freezeDocument } from "@/server/services/workflows/freeze-document";
import { readVersion } from "@/server/services/workflows/read-version";

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
  const owner = { tenantId: principal.tenantId, workflowId, createdById: principal.personId };
  const frozen = await freezeDocument(owner, workflow);
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
  | "source"
  | "inputs"
  | "message"
  | "afterSeq"
  | "answersMessageId"
  | "attachmentIds"
  | "sessionId"
  | "threadId"
  | "clientRunId"
  | "client"
  | "toolAnswers"
  | "idempotencyKey"
> & { appCode?: string };

/**
 * Runs the published version of an app; a session that is named goes on with its own app. A request that names neither, or a
 * session that began so, runs the configured agents.
 * @throws DomainError not_found, not_published, invalid_config, invalid_input, run_active, idempotency_mismatch
 */
export async function startAppRun(principal: Principal, request: AppRunRequest): Promise<AcceptedRun> {
  const { appCode, ...said } = request;
  const app =
    appCode === undefined ? await findAppOfSession(principal, request.sessionId) : await findApp(principal, appCode);
  if (app === undefined) return acceptRun(principal, { ...said, ...(await prepareRuntimeRun(principal)) });
  return acceptRun(principal, {
    ...said,
    appId: app.id,
    workflowId: app.workflowId,
    workflowVersionId: app.liveVersionId,
    workflow: await readVersion(principal.tenantId, app.liveVersionId),
  });
}

interface LiveApp {
  id: string;
  workflowId: string;
  liveVersionId: string;
}

async function findApp({ tenantId, personId }: Principal, code: string): Promise<LiveApp> {
  const { rows } = await pool.query<LiveApp>({
    name: "find-live-app",
    text: `select id, workflow_id as "workflowId", live_version_id as "liveVersionId" from app
      where code = $1 and tenant_id = $2 and owner_id = $3 and archived_at is null`,
    values: [code, tenantId, personId],
  });
  if (rows[0]) return rows[0];
  throw new DomainError("not_found", `There is no published app "${code}".`);
}

/** Undefined where no app is meant: without a session, and in a session of the configured agents. */
async function findAppOfSession(principal: Principal, sessionId: string | undefined): Promise<LiveApp | undefined> {
  if (sessionId === undefined) return undefined;
  const session = await db.session.findFirst({
    where: { id: sessionId, tenantId: principal.tenantId, ownerId: principal.personId, deletedAt: null },
    select: { appId: true, workflowId: true },
  });
  if (!session) throw new DomainError("not_found", "There is no such session.");
  if (session.workflowId === runtimeWorkflowId(principal.tenantId)) return undefined;
  const app = session.appId
    ? await db.app.findFirst({
        where: { id: session.appId, tenantId: principal.tenantId, ownerId: principal.personId, archivedAt: null },
        select: { id: true, workflowId: true, liveVersionId: true },
      })
    : null;
  if (!app) throw new DomainError("not_published", "This session's workflow has no published version.");
  return app;
}
