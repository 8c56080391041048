import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Workflow, WorkflowInput } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { readDraft } from "@/server/services/workflows/get-workflow";

/** A shared app as the server works with it. */
export interface SharedApp {
  id: string;
  shareKey: string;
  passwordHash: string | null;
  workflowId: string;
  liveVersionId: string;
  workflow: Workflow;
  /** In whose name its runs are, who therefore sees them and pays for them. */
  owner: Principal;
  view: SharedAppView;
}

/** What a visitor is told of the app: nothing of how it works. */
export interface SharedAppView {
  name: string;
  description: string;
  opening: string | null;
  suggestions: string[];
  inputs: WorkflowInput[];
}

const keyPattern = /^[\w-]{16,64}$/;

/** @throws DomainError not_found for an address that leads nowhere, also one that did. */
export async function findSharedApp(shareKey: string): Promise<SharedApp> {
  const app = keyPattern.test(shareKey)
    ? await db.app.findFirst({
        where: { shareKey, archivedAt: null, workflow: { archivedAt: null } },
        include: { liveVersion: { select: { dsl: true } } },
      })
    : null;
  if (!app) throw new DomainError("not_found", "This link leads nowhere any more. Ask for a new one.");
  const workflow = readDraft(app.liveVersion.dsl);
  return {
    id: app.id,
    shareKey,
    passwordHash: app.sharePasswordHash,
    workflowId: app.workflowId,
    liveVersionId: app.liveVersionId,
    workflow,
    owner: { tenantId: app.tenantId, personId: app.ownerId, personName: "", role: "author" },
    view: {
      name: app.name,
      description: app.description,
      opening: workflow.settings.opening ?? null,
      suggestions: workflow.settings.suggestions ?? [],
      inputs: workflow.inputs,
    },
  };
}
