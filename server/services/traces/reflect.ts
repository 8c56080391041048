import { db } from "@/server/db";
import { reflectionQuestion, reflectionSource, reflectionWorkflow } from "@/server/domain/conversation/reflection";
import { DomainError } from "@/server/domain/errors";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { type AcceptedRun, acceptRun } from "@/server/services/runs/accept-run";
import { findSession } from "@/server/services/sessions/get-session";
import { requireModel } from "@/server/services/traces/require-model";
import { freezeDocument } from "@/server/services/workflows/freeze-document";
import { readDraft } from "@/server/services/workflows/get-workflow";

/** Owns what belongs to nobody, as the workflow of the configured agents does. */
const systemOwnerId = "system";
const workflowName = "Reflection";

/**
 * Asks a model what is to be learned from a conversation, on a side branch of it: a run like any other, durable, traced and
 * paid for. When it has ended the conversation shows again what it showed before, and what was learned is among the app's
 * experiences; see `endReflection`.
 * @throws DomainError not_found, bad_request where there is nothing to look back at or no app to learn for, run_active,
 * interrupts_open, model_not_configured
 */
export async function reflectOnTrace(principal: Principal, traceId: string): Promise<AcceptedRun> {
  const { tenantId, personId } = principal;
  const session = await findSession(principal, traceId);
  if (session.appId === null) {
    throw new DomainError("bad_request", "This conversation is with no app, and experiences are kept for apps.");
  }
  if (session.headSeq === 0) throw new DomainError("bad_request", "Nothing was said in this conversation yet.");
  const app = await db.app.findFirst({
    where: { id: session.appId, tenantId, ownerId: personId, archivedAt: null },
    select: { id: true, liveVersion: { select: { dsl: true } } },
  });
  if (!app) throw new DomainError("not_found", "The app of this conversation does not exist any more.");
  const workflow = reflectionWorkflow(modelOf(readDraft(app.liveVersion.dsl)));
  requireModel(workflow);
  const workflowId = `reflection-${tenantId}`;
  await db.workflow.createMany({
    data: [{ id: workflowId, tenantId, ownerId: systemOwnerId, name: workflowName, draft: workflow }],
    skipDuplicates: true,
  });
  const { id } = await freezeDocument({ tenantId, workflowId, createdById: systemOwnerId }, workflow);
  return acceptRun(principal, {
    source: reflectionSource,
    appId: app.id,
    workflowId,
    workflowVersionId: id,
    workflow,
    sessionId: session.id,
    inputs: {},
    message: reflectionQuestion,
  });
}

/** The model that the app's first node asks; one that is worked out in a run is not known here. */
function modelOf({ nodes }: Workflow): string | undefined {
  const models = nodes.flatMap((node) => (typeof node.config.model === "string" ? [node.config.model] : []));
  return models.find((model) => model !== "" && !model.includes("{{"));
}
