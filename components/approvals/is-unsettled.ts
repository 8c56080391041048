import { isPending } from "@/server/domain/interrupts/interrupt";

import type { InterruptView } from "./types";

/** A call that was approved and has no result after this long belongs to a run that ended otherwise. */
const longestCarryingOutMs = 10 * 60_000;

/** Whether it is worth reading again: nobody has decided, or what was decided is still being carried out. */
export function isUnsettled({ status, decidedAt, readAt, resumeRunId }: InterruptView): boolean {
  if (isPending(status)) return true;
  if (status === "CANCELLED" || decidedAt === null) return false;
  const isCarriedOut = status !== "APPROVED" && resumeRunId !== null;
  return !isCarriedOut && readAt.getTime() - decidedAt.getTime() < longestCarryingOutMs;
}
