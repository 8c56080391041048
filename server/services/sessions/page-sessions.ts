import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { conversationSources, describeSessions, type SessionListItem } from "@/server/services/sessions/list-sessions";

interface SessionFilter {
  /** Looks in titles. */
  query?: string;
  appCode?: string;
  cursor?: string;
  limit: number;
}

/**
 * The person's conversations, last used first, a page at a time. A conversation that is used meanwhile moves to the front, so
 * a reader may meet it twice but misses none.
 * @throws DomainError bad_request for a cursor that no page gave out
 */
export async function pageSessions(
  principal: Principal,
  { query, appCode, cursor, limit }: SessionFilter,
): Promise<{ items: SessionListItem[]; nextCursor: string | null }> {
  const { tenantId, personId: ownerId } = principal;
  const app = appCode
    ? await db.app.findFirst({ where: { tenantId, code: appCode }, select: { id: true } })
    : undefined;
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const words = query?.trim();
  const rows = await db.session.findMany({
    where: {
      tenantId,
      ownerId,
      source: { in: conversationSources },
      deletedAt: null,
      ...(appCode ? { appId: app?.id ?? "" } : {}),
      ...(words ? { title: { contains: words, mode: "insensitive" } } : {}),
      // The first condition says nothing new, but lets the index begin there.
      ...(before
        ? {
            updatedAt: { lte: before.at },
            OR: [{ updatedAt: { lt: before.at } }, { updatedAt: before.at, id: { lt: before.id } }],
          }
        : {}),
    },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await describeSessions(principal, page),
    nextCursor: last && rows.length > limit ? `${last.updatedAt.toISOString()}_${last.id}` : null,
  };
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [, time = "", id = ""] = /^(\d{4}-[\d:.T-]+Z)_([\w-]{1,64})$/.exec(cursor) ?? [];
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) throw new DomainError("bad_request", "cursor is not one that a page gave out.");
  return { at, id };
}
