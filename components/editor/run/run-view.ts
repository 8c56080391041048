import type { ErrorRecord } from "@/server/domain/errors";
import type { NodeStatus, RunStatus } from "@/server/domain/run/status";

/** What the canvas shows of a node's part in the run under test. */
export interface NodeRunView {
  status: NodeStatus;
  attempt: number;
  /** The way out that the node took; the edge on it is drawn as travelled. */
  port?: string;
  durationMs?: number;
  costMicros?: number;
  error?: ErrorRecord;
}

export interface RunLogEntry {
  /** Unique in the log; grows with time. */
  key: string;
  nodeId?: string;
  title: string;
  status: NodeStatus | RunStatus;
  detail?: string;
  durationMs?: number;
  costMicros?: number;
}

/** The run that the editor follows: the last one started here, or none. */
export interface RunView {
  runId: string | null;
  status: RunStatus | null;
  nodes: Readonly<Record<string, NodeRunView>>;
  log: readonly RunLogEntry[];
  /** What was said to the person, message by message, as far as it has streamed. */
  messages: readonly { id: string; text: string }[];
  error?: ErrorRecord;
}

export const idleRun: RunView = { runId: null, status: null, nodes: {}, log: [], messages: [] };

/** The whole answer so far. */
export function answerOf(run: RunView): string {
  return run.messages
    .map((message) => message.text)
    .filter(Boolean)
    .join("\n\n");
}
