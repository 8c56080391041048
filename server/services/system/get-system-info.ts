import { db } from "@/server/db";
import { listModels, modelInfo } from "@/server/models/list-models";
import type { Principal } from "@/server/services/access/principal";

export interface SystemInfo {
  tenant: { id: string; name: string };
  person: { id: string; name: string; role: string };
  models: { isOffline: boolean; defaultModel: string | null };
}

/** What every page shows about the installation and who is here. */
export async function getSystemInfo(principal: Principal): Promise<SystemInfo> {
  const tenant = await db.tenant.findFirst({ where: { id: principal.tenantId }, select: { id: true, name: true } });
  const { isOffline, defaultModel } = modelInfo();
  return {
    tenant: tenant ?? { id: principal.tenantId, name: principal.tenantId },
    person: { id: principal.personId, name: principal.personName, role: principal.role },
    models: { isOffline, defaultModel: defaultModel ?? null },
  };
}

/** Names of the models that can be chosen. When the provider can not be asked, none. */
export async function getModelNames(): Promise<string[]> {
  return listModels();
}
