import type { RunTarget } from "@/server/progress/progress";

/** What the engine carries for one hand-over of a run. */
export interface RunReference {
  runId: string;
  tenantId: string;
  epoch: number;
}

export function targetOf(reference: RunReference, sessionId: string): RunTarget {
  return { tenantId: reference.tenantId, sessionId, runId: reference.runId, epoch: reference.epoch };
}
