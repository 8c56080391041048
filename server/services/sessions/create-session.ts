import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { sanitiseText } from "@/server/domain/text";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { describeSessions, type SessionListItem } from "@/server/services/sessions/list-sessions";

/**
 * Makes an empty conversation with a published app. `threadId` is what AG-UI clients will call it; without one it is the id.
 * @throws DomainError not_found for an app that is not there, name_taken for a thread that is
 */
export async function createSession(
  principal: Principal,
  { appCode, title, threadId }: { appCode: string; title?: string; threadId?: string },
): Promise<SessionListItem> {
  const { tenantId, personId: ownerId } = principal;
  const app = await db.app.findFirst({
    where: { tenantId, ownerId, code: appCode, archivedAt: null },
    select: { id: true, workflowId: true },
  });
  if (!app) throw new DomainError("not_found", `There is no published app "${appCode}".`);
  const id = newId();
  const data = {
    id,
    tenantId,
    ownerId,
    threadId: threadId ?? id,
    appId: app.id,
    workflowId: app.workflowId,
    source: "api",
    title: sanitiseText(title ?? ""),
  };
  const created = await db.session.createMany({ data: [data], skipDuplicates: true });
  if (created.count === 0) throw new DomainError("name_taken", "There is a conversation with this thread_id already.");
  return describeSession(principal, id);
}

/** @throws DomainError not_found */
export async function describeSession(principal: Principal, id: string): Promise<SessionListItem> {
  const row = await db.session.findFirst({
    where: { id, tenantId: principal.tenantId, ownerId: principal.personId, deletedAt: null },
  });
  const [item] = await describeSessions(principal, row ? [row] : []);
  if (!item) throw new DomainError("not_found", "There is no such session.");
  return item;
}
