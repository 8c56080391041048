import type { RetentionPolicy } from "./retention-policy";

/** A table whose size an administrator may want to know. */
export interface KeptTable {
  /** With its schema, where that is not the product's. */
  name: string;
  holds: string;
  /** The column that tells when a row was written, where there is one. */
  writtenAt?: string;
  /** Which days apply; absent when it is kept for ever. */
  policy?: keyof RetentionPolicy;
  keptFrom: string;
}

const runEnded = "after its run ended";
const forEver = "";

/** Every table that grows with use, the quickest first. */
export const keptTables: readonly KeptTable[] = [
  { name: "event", holds: "Pieces of streams", writtenAt: "created_at", policy: "eventDays", keptFrom: runEnded },
  { name: "span", holds: "Traces", writtenAt: "started_at", policy: "traceDays", keptFrom: runEnded },
  {
    name: "node_run",
    holds: "Inputs and outputs of nodes",
    writtenAt: "started_at",
    policy: "traceDays",
    keptFrom: runEnded,
  },
  { name: "artifact", holds: "Large outputs", writtenAt: "created_at", policy: "traceDays", keptFrom: runEnded },
  {
    name: "effect",
    holds: "Records of outside calls",
    writtenAt: "created_at",
    policy: "traceDays",
    keptFrom: runEnded,
  },
  {
    name: "message",
    holds: "Messages",
    writtenAt: "created_at",
    policy: "deletedSessionDays",
    keptFrom: "after its conversation was deleted",
  },
  {
    name: "attachment",
    holds: "Files sent along",
    writtenAt: "created_at",
    policy: "deletedSessionDays",
    keptFrom: "after its conversation was deleted",
  },
  { name: "session", holds: "Conversations", writtenAt: "created_at", keptFrom: forEver },
  { name: "run", holds: "Runs and their results", writtenAt: "created_at", keptFrom: forEver },
  { name: "interrupt", holds: "Questions and decisions", writtenAt: "created_at", keptFrom: forEver },
  { name: "usage_entry", holds: "Ledger of model calls", writtenAt: "created_at", keptFrom: forEver },
  { name: "audit_entry", holds: "Audit", writtenAt: "created_at", keptFrom: forEver },
  { name: "workflow_version", holds: "Versions of workflows", writtenAt: "created_at", keptFrom: forEver },
  {
    name: "outbox",
    holds: "Work on its way to the executor",
    writtenAt: "created_at",
    keptFrom: "until it is handed over",
  },
  {
    name: "engine.run",
    holds: "Executor: runs",
    writtenAt: "created_at",
    policy: "executorDays",
    keptFrom: "after it ended",
  },
  {
    name: "engine.step",
    holds: "Executor: steps",
    writtenAt: "created_at",
    policy: "executorDays",
    keptFrom: runEnded,
  },
  {
    name: "engine.event",
    holds: "Executor: events",
    writtenAt: "received_at",
    policy: "executorDays",
    keptFrom: "after it came",
  },
  { name: "engine.queue", holds: "Executor: work to do", keptFrom: "until it is done" },
  { name: "engine.pause", holds: "Executor: waiting runs", keptFrom: "until they go on" },
];
