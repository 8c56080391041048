import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { describeInterrupts } from "@/server/services/interrupts/describe-interrupts";
import type { InterruptGroup, InterruptPage } from "@/server/services/interrupts/interrupt-view";
import { askedKinds, whereMayDecide, whereVisible } from "@/server/services/interrupts/visible-interrupts";

export interface InterruptFilter {
  group: InterruptGroup;
  /** Words of the sentence, the tool, the host or the workflow. */
  search?: string;
  kind?: (typeof askedKinds)[number];
  workflowId?: string;
  sessionId?: string;
  /** What the page before gave as `nextCursor`. */
  cursor?: string;
  limit?: number;
}

/** Questions to people, newest first (decided ones by their decision), a page at a time. @throws DomainError bad_request */
export async function listInterrupts(principal: Principal, filter: InterruptFilter): Promise<InterruptPage> {
  const limit = filter.limit ?? 50;
  const time = filter.group === "decided" ? "decidedAt" : "createdAt";
  const rows = await db.interrupt.findMany({
    where: {
      AND: [
        whereVisible(principal),
        whereGroup(principal, filter.group),
        await whereFound(principal, filter),
        filter.cursor ? whereAfter(time, filter.cursor) : {},
      ],
    },
    orderBy: [{ [time]: "desc" }, { id: "asc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await describeInterrupts(principal, page),
    nextCursor: rows.length > limit && last ? `${last[time]?.toISOString() ?? ""}|${last.id}` : null,
  };
}

export function whereGroup(principal: Principal, group: InterruptGroup): Prisma.InterruptWhereInput {
  if (group === "decided") return { status: { not: "PENDING_APPROVAL" }, decidedAt: { not: null } };
  const mine = whereMayDecide(principal);
  return { status: "PENDING_APPROVAL", ...(group === "mine" ? mine : { NOT: mine }) };
}

/** The filters that all groups share. */
export async function whereFound(
  { tenantId }: Principal,
  { search, kind, workflowId, sessionId }: Omit<InterruptFilter, "group">,
): Promise<Prisma.InterruptWhereInput> {
  const words = search?.trim();
  return {
    kind: kind ?? { in: [...askedKinds] },
    ...(workflowId ? { workflowId } : {}),
    ...(sessionId ? { sessionId } : {}),
    ...(words ? { OR: await whereSaid(tenantId, words) } : {}),
  };
}

async function whereSaid(tenantId: string, words: string): Promise<Prisma.InterruptWhereInput[]> {
  // Prisma hands the words to ILIKE as they are; a person who looks for 100% means the sign.
  const contains = { contains: words.replaceAll(/[\\%_]/g, String.raw`\$&`), mode: "insensitive" } as const;
  const workflows = await db.workflow.findMany({ where: { tenantId, name: contains }, select: { id: true } });
  return [
    { message: contains },
    { toolName: contains },
    { host: contains },
    { id: words },
    { workflowId: { in: workflows.map((workflow) => workflow.id) } },
  ];
}

/** Where the page before ended: later rows have an earlier time, or the same and a greater id. */
function whereAfter(time: "createdAt" | "decidedAt", cursor: string): Prisma.InterruptWhereInput {
  const [iso = "", id = ""] = cursor.split("|");
  const at = new Date(iso);
  if (Number.isNaN(at.getTime()) || id === "") {
    throw new DomainError("bad_request", "The cursor is none of ours. Take it from the page before, as it is.");
  }
  return { OR: [{ [time]: { lt: at } }, { [time]: at, id: { gt: id } }] };
}
