import { db } from "@/server/db";
import type { RunStatus } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";
import { stopRun } from "@/server/services/runs/stop-run";
import { toRunStatus } from "@/server/services/runs/list-runs";
import { findSession } from "@/server/services/sessions/get-session";

export interface RunningTrace {
  traceId: string;
  runId: string;
  status: RunStatus;
  appCode: string | null;
  title: string;
  startedAt: Date | null;
  createdAt: Date;
}

const activeStatuses: RunStatus[] = ["queued", "running"];
const mostListed = 200;

/** The person's conversations that are being answered now, newest first. */
export async function listRunningTraces({ tenantId, personId }: Principal): Promise<RunningTrace[]> {
  const runs = await db.run.findMany({
    where: { tenantId, ownerId: personId, status: { in: activeStatuses } },
    orderBy: { id: "desc" },
    take: mostListed,
    select: { id: true, sessionId: true, appId: true, status: true, startedAt: true, createdAt: true },
  });
  const [sessions, apps] = await Promise.all([
    db.session.findMany({
      where: { tenantId, ownerId: personId, deletedAt: null, id: { in: runs.map((run) => run.sessionId) } },
      select: { id: true, title: true },
    }),
    db.app.findMany({
      where: { tenantId, id: { in: runs.flatMap((run) => run.appId ?? []) } },
      select: { id: true, code: true },
    }),
  ]);
  const titles = new Map(sessions.map((session) => [session.id, session.title]));
  const codes = new Map(apps.map((app) => [app.id, app.code]));
  return runs.flatMap(({ id, sessionId, appId, status, ...times }) => {
    const title = titles.get(sessionId);
    if (title === undefined) return [];
    return [
      {
        traceId: sessionId,
        runId: id,
        status: toRunStatus(status),
        appCode: (appId && codes.get(appId)) || null,
        title,
        ...times,
      },
    ];
  });
}

/**
 * Stops what answers a trace, or what it waits for; where nothing does, it says what the last run came to.
 * @throws DomainError not_found
 */
export async function stopTrace(
  principal: Principal,
  traceId: string,
): Promise<{ runId: string | null; status: RunStatus | null }> {
  const session = await findSession(principal, traceId);
  const place = { tenantId: principal.tenantId, sessionId: session.id };
  const run =
    (await db.run.findFirst({ where: { ...place, status: { in: activeStatuses } }, select: { id: true } })) ??
    (await db.run.findFirst({ where: place, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: { id: true } }));
  if (!run) return { runId: null, status: null };
  const { status } = await stopRun(principal, run.id);
  return { runId: run.id, status };
}
