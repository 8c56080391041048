import { env } from "@/server/env";

/** For how many days what is kept; 0 is for ever. Messages, runs and the ledger are never deleted by age. */
export interface RetentionPolicy {
  /** Pieces of streams; the messages themselves stay. */
  eventDays: number;
  /** Spans, node runs, artifacts and records of outside calls. */
  traceDays: number;
  /** Conversations after their owner deleted them, and the files sent along with them. */
  deletedSessionDays: number;
  /** Runs and events of the embedded executor, after they ended. */
  executorDays: number;
}

export function retentionPolicy(): RetentionPolicy {
  return {
    eventDays: env.retentionEventDays,
    traceDays: env.retentionTraceDays,
    deletedSessionDays: env.retentionDeletedDays,
    executorDays: env.retentionExecutorDays,
  };
}
