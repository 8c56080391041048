import type { Principal } from "@/server/services/access/principal";
import type { Readiness } from "@/server/services/system/check-readiness";

/** The installation that is examined, as whoever examines it can reach it. */
export interface Patient {
  /** For whom the runs of the checks are made. */
  principal: Principal;
  /** Asks the server that people use whether it is ready. */
  askReadiness: () => Promise<Readiness>;
}

/** What a check may do while it works. */
export interface Examination {
  patient: Patient;
  /** Tells a stage that was reached, one sentence. */
  say: (stage: string) => void;
  /** Tells which run it is about. */
  showRun: (runId: string) => void;
  /** Tells how far that run is. */
  showProgress: (done: number, total: number) => void;
  /** Fires when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** One check. It answers what it found to be well. @throws Finding, or any error, which is a finding without advice */
export type Check = (examination: Examination) => Promise<string>;
