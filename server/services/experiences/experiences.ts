import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { type ExperienceStatus, experienceStatuses } from "@/server/domain/experience";
import { sanitiseText } from "@/server/domain/text";
import type { Principal } from "@/server/services/access/principal";

export interface ExperienceView {
  id: string;
  app: { code: string; name: string };
  /** The run that it was learned from; null once that has been deleted. */
  runId: string | null;
  text: string;
  status: ExperienceStatus;
  createdAt: Date;
  updatedAt: Date;
}

interface ExperienceFilter {
  appCode?: string;
  status?: ExperienceStatus;
  /** The last id of the page before. Ids are time-ordered, so they are the key of the page. */
  cursor?: string;
  limit: number;
}

/** What was learned about the person's apps, newest first, a page at a time. @throws DomainError not_found for the app */
export async function listExperiences(
  principal: Principal,
  { appCode, status, cursor, limit }: ExperienceFilter,
): Promise<{ items: ExperienceView[]; nextCursor: string | null }> {
  const { tenantId, personId } = principal;
  const app = appCode === undefined ? undefined : await findApp(principal, appCode);
  const rows = await db.experience.findMany({
    where: {
      tenantId,
      ownerId: personId,
      ...(app ? { appId: app.id } : {}),
      ...(status ? { status } : {}),
      ...(cursor ? { id: { lt: cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    items: await describe(principal, page),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Rewords one, pins it, retires it, or takes it up again. @throws DomainError not_found */
export async function changeExperience(
  principal: Principal,
  id: string,
  { text, status }: { text?: string; status?: ExperienceStatus },
): Promise<ExperienceView> {
  const { count } = await db.experience.updateMany({
    where: own(principal, id),
    data: {
      ...(text === undefined ? {} : { text: sanitiseText(text) }),
      ...(status === undefined ? {} : { status }),
      updatedAt: new Date(),
    },
  });
  if (count === 0) throw missing();
  const row = await db.experience.findFirst({ where: own(principal, id) });
  const [view] = await describe(principal, row ? [row] : []);
  if (!view) throw missing();
  return view;
}

/** @throws DomainError not_found */
export async function deleteExperience(principal: Principal, id: string): Promise<void> {
  const { count } = await db.experience.deleteMany({ where: own(principal, id) });
  if (count === 0) throw missing();
}

function own({ tenantId, personId }: Principal, id: string) {
  return { id, tenantId, ownerId: personId };
}

function missing(): DomainError {
  return new DomainError("not_found", "There is no such experience.");
}

async function findApp({ tenantId, personId }: Principal, code: string): Promise<{ id: string }> {
  const app = await db.app.findFirst({ where: { tenantId, ownerId: personId, code }, select: { id: true } });
  if (app) return app;
  throw new DomainError("not_found", `There is no app "${code}".`);
}

type ExperienceRow = NonNullable<Awaited<ReturnType<typeof db.experience.findFirst>>>;

async function describe({ tenantId }: Principal, rows: readonly ExperienceRow[]): Promise<ExperienceView[]> {
  const apps = await db.app.findMany({
    where: { tenantId, id: { in: rows.map((row) => row.appId) } },
    select: { id: true, code: true, name: true },
  });
  const appOf = new Map(apps.map(({ id, code, name }) => [id, { code, name }]));
  return rows.map(({ id, appId, runId, text, status, createdAt, updatedAt }) => ({
    id,
    app: appOf.get(appId) ?? { code: "", name: "Deleted app" },
    runId,
    text,
    status: experienceStatuses.find((known) => known === status) ?? "active",
    createdAt,
    updatedAt,
  }));
}
