import { db } from "@/server/db";
import { listedAtOnce } from "@/server/domain/conversation/listing";
import type { Principal } from "@/server/services/access/principal";
import { runtimeWorkflowId } from "@/server/domain/runtime-config/runtime-workflow";

export interface SessionListItem {
  id: string;
  title: string;
  app: { code: string; name: string } | null;
  /** Whether it is with the configured agents, which are no app. */
  isWithAgents: boolean;
  source: string;
  isPinned: boolean;
  messageCount: number;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  createdAt: Date;
  updatedAt: Date;
  /** The run that is answering it now. */
  activeRunId: string | null;
}

/** Sessions that are conversations; tests from the editor are not among them. */
export const conversationSources = ["chat", "api", "agui"];
const activeStatuses = ["queued", "running"];

/** The person's conversations: pinned first, then last used first. `query` looks in titles. */
export async function listSessions(
  principal: Principal,
  { query, appCode, limit = listedAtOnce }: { query?: string; appCode?: string; limit?: number },
): Promise<SessionListItem[]> {
  const app = appCode
    ? await db.app.findFirst({ where: { tenantId: principal.tenantId, code: appCode }, select: { id: true } })
    : undefined;
  const words = query?.trim();
  const where = {
    tenantId: principal.tenantId,
    ownerId: principal.personId,
    source: { in: conversationSources },
    deletedAt: null,
    ...(appCode ? { appId: app?.id ?? "" } : {}),
    ...(words ? { title: { contains: words, mode: "insensitive" as const } } : {}),
  };
  // Two lists, each in the order of an index: one that has both would be sorted anew each time.
  const [pinned, others] = await Promise.all([
    db.session.findMany({
      where: { ...where, pinnedAt: { not: null } },
      orderBy: [{ pinnedAt: "desc" }, { id: "desc" }],
      take: limit,
    }),
    db.session.findMany({
      where: { ...where, pinnedAt: null },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      take: limit,
    }),
  ]);
  return describeSessions(principal, [...pinned, ...others].slice(0, limit));
}

type SessionRow = Awaited<ReturnType<typeof db.session.findMany>>[number];

export async function describeSessions(principal: Principal, sessions: SessionRow[]): Promise<SessionListItem[]> {
  const [apps, active] = await Promise.all([
    db.app.findMany({
      where: { tenantId: principal.tenantId, id: { in: sessions.flatMap((session) => session.appId ?? []) } },
      select: { id: true, code: true, name: true },
    }),
    db.run.findMany({
      where: {
        tenantId: principal.tenantId,
        sessionId: { in: sessions.map((session) => session.id) },
        status: { in: activeStatuses },
      },
      select: { id: true, sessionId: true },
    }),
  ]);
  const appById = new Map(apps.map(({ id, code, name }) => [id, { code, name }]));
  const runBySession = new Map(active.map((run) => [run.sessionId, run.id]));
  return sessions.map((session) => ({
    id: session.id,
    title: session.title,
    app: (session.appId && appById.get(session.appId)) || null,
    isWithAgents: session.workflowId === runtimeWorkflowId(principal.tenantId),
    source: session.source,
    isPinned: session.pinnedAt !== null,
    messageCount: session.messageCount,
    inputTokens: Number(session.inputTokens),
    outputTokens: Number(session.outputTokens),
    costMicros: Number(session.costMicros),
    createdAt: session.createdAt,
    updatedAt: session.updatedAt,
    activeRunId: runBySession.get(session.id) ?? null,
  }));
}
