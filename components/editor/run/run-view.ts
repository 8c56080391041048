import type { ErrorRecord } from "@/server/domain/errors";
import type { NodeStatus, RunStatus } from "@/server/domain/run/status";

/** What the canvas shows of a node's part in the run under test. */
export interface NodeRunView {
  status: NodeStatus;
  attempt: number;
  /** The way out that the node took; the edge on it is drawn as travelled. */
  port?: string;
  /** How many items an iteration has to go through. */
  itemCount?: number;
  /** Of a node inside a container: what became of it over all items, which the other fields then sum up. */
  items?: ItemCounts;
  durationMs?: number;
  costMicros?: number;
  error?: ErrorRecord;
}

export interface ItemCounts {
  /** The containers' own ids, the outermost first. */
  path: readonly string[];
  /** How many items it has run for; those in which it was passed over are counted by themselves. */
  ended: number;
  failed: number;
  waiting: number;
  skipped: number;
  /** How often each way out was taken. */
  ports: Readonly<Record<string, number>>;
}

export interface RunLogEntry {
  /** Unique in the log; grows with time. */
  key: string;
  nodeId?: string;
  /** The node's address in the run: it says for which item, and in which workflow, it ran. */
  address?: string;
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
  /** By the node's id in the document. */
  nodes: Readonly<Record<string, NodeRunView>>;
  /** Of nodes inside containers, by their id and then by their address: what each item came to. */
  items: Readonly<Record<string, Readonly<Record<string, NodeRunView>>>>;
  log: readonly RunLogEntry[];
  /** What was said to the person, message by message, as far as it has streamed. */
  messages: readonly { id: string; text: string }[];
  error?: ErrorRecord;
}

export const idleRun: RunView = { runId: null, status: null, nodes: {}, items: {}, log: [], messages: [] };

/** The whole answer so far. */
export function answerOf(run: RunView): string {
  return run.messages
    .map((message) => message.text)
    .filter(Boolean)
    .join("\n\n");
}
