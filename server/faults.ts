import { writeSync } from "node:fs";
import { env } from "@/server/env";

/** Where a test can have this process killed: the moments at which a crash is hardest to survive. */
export type FaultPoint =
  | "after-accept"
  | "after-dispatch"
  | "after-take"
  | "after-effect-intended"
  | "after-tool-response"
  | "mid-stream"
  | "before-node-write"
  | "after-node-write"
  | "before-pure-write"
  | "after-pure-write"
  | "before-wait-write"
  | "after-wait-write"
  | "after-decision"
  | "before-finish-write"
  | "after-finish-write";

const armed = new Set(env.faults);

/**
 * Ends this process as kill -9 would when `FAULTS` names the point, alone or as `point@subject` (a node's id). Does nothing
 * otherwise, which is always outside of tests.
 */
export const faultPoint: (point: FaultPoint, subject?: string) => void =
  armed.size === 0
    ? () => undefined
    : (point, subject) => {
        if (!armed.has(point) && !armed.has(`${point}@${subject}`)) return;
        // Written past all buffers, which die with the process.
        writeSync(process.stderr.fd, `fault point ${point}\n`);
        process.kill(process.pid, "SIGKILL");
      };
