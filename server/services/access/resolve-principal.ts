import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { globalSingleton } from "@/server/global-singleton";
import { localPersonId, localTenantId, type Principal } from "@/server/services/access/principal";

const known = globalSingleton("local-principal", () => ({ value: undefined as Principal | undefined }));

/**
 * The person behind a request, which may name its tenant by the header `x-tenant-id` or the query `tenant_id`. In local mode
 * that is the one seeded person of the one seeded tenant; a request that names another tenant is told that it does not exist.
 */
export async function resolvePrincipal(headers: Headers, query?: URLSearchParams): Promise<Principal> {
  const asked = headers.get("x-tenant-id") ?? query?.get("tenant_id");
  if (asked && asked !== localTenantId) throw new DomainError("not_found", "There is no such tenant.");
  return (known.value ??= await loadLocalPrincipal());
}

async function loadLocalPrincipal(): Promise<Principal> {
  const person = await db.person.findFirst({ where: { id: localPersonId, tenantId: localTenantId } });
  if (!person)
    throw new DomainError("not_ready", "The database has not been prepared yet. Wait until /api/ready is green.");
  return { tenantId: person.tenantId, personId: person.id, personName: person.name, role: roleOf(person.role) };
}

function roleOf(stored: string): Principal["role"] {
  return stored === "admin" || stored === "author" ? stored : "viewer";
}
