import type { Json } from "../json";

/** What a node produced. `text` is `nodes.<id>.text`, `output` is `nodes.<id>.output`. */
export interface NodeOutput {
  text?: string;
  output?: Json;
}

/** What the run takes from an ended node. `port` is the way out taken; `stateUpdates` are merged into `state`. */
export interface NodeOutcome extends NodeOutput {
  port: string;
  stateUpdates?: Record<string, Json>;
}

/** What templates and expressions can read. */
export interface RunContext {
  inputs: Record<string, Json>;
  state: Record<string, Json>;
  nodes: Record<string, NodeOutput>;
  session: Record<string, Json>;
  current: { [key: string]: Json; node_id: string };
}
