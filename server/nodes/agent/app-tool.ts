import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { JsonObject } from "@/server/domain/json";
import { checkDocument } from "@/server/domain/workflow/check-document";
import { inputsSchema } from "@/server/domain/workflow/inputs-schema";
import type { Workflow } from "@/server/domain/workflow/schema";

/** A published app as an agent calls it. */
export interface AppTool {
  appId: string;
  versionId: string;
  workflow: Workflow;
  toolName: string;
  description: string;
  parameters: JsonObject;
}

/** @throws DomainError tool_not_found when the tenant has no such app */
export async function findApp(tenantId: string, code: string): Promise<AppTool> {
  const app = await db.app.findFirst({
    where: { tenantId, code, archivedAt: null },
    include: { liveVersion: { select: { id: true, dsl: true } } },
  });
  const checked = app && checkDocument(app.liveVersion.dsl);
  if (!app || !checked?.ok) {
    throw new DomainError("tool_not_found", `There is no app "${code}" that can be called. Publish it first.`);
  }
  return {
    appId: app.id,
    versionId: app.liveVersion.id,
    workflow: checked.value,
    toolName: toolNameOf(code),
    description: app.description || `Hands a task to the app ${app.name} and answers with its result.`,
    parameters: inputsSchema(checked.value.inputs),
  };
}

/** What a model may call it: an app's code with everything replaced that function names can not hold. */
export function toolNameOf(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 64);
}
