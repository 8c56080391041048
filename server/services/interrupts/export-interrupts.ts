import { db } from "@/server/db";
import type { Principal } from "@/server/services/access/principal";
import { describeInterrupts } from "@/server/services/interrupts/describe-interrupts";
import type { InterruptView } from "@/server/services/interrupts/interrupt-view";
import { type InterruptFilter, whereFound, whereGroup } from "@/server/services/interrupts/list-interrupts";
import { whereVisible } from "@/server/services/interrupts/visible-interrupts";

const longestExport = 5000;

export interface InterruptExport {
  items: InterruptView[];
  /** False when there are more; these are the latest. */
  isComplete: boolean;
}

/** The record of what was decided, latest first, at most 5,000 at once. */
export async function exportInterrupts(
  principal: Principal,
  filter: Pick<InterruptFilter, "search" | "kind" | "workflowId">,
): Promise<InterruptExport> {
  const rows = await db.interrupt.findMany({
    where: { AND: [whereVisible(principal), whereGroup(principal, "decided"), await whereFound(principal, filter)] },
    orderBy: [{ decidedAt: "desc" }, { id: "asc" }],
    take: longestExport + 1,
  });
  return {
    items: await describeInterrupts(principal, rows.slice(0, longestExport)),
    isComplete: rows.length <= longestExport,
  };
}
