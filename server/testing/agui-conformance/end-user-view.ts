import { canary } from "./drafts";
import { must } from "./target";
import type { Turn } from "./turn";

const authorsOnly = new Set(["STEP_STARTED", "STEP_FINISHED", "STATE_SNAPSHOT", "STATE_DELTA", "SUBAGENT_STARTED"]);

/** @throws Error when a turn tells an end user of nodes, of what lies between them, or of the workflow's inside. */
export function mustHideTheInside(turn: Pick<Turn, "events">): void {
  for (const event of turn.events) {
    must(!authorsOnly.has(event.type), `${event.type} is not for end users.`);
    must(!JSON.stringify(event).includes(canary), `${event.type} tells of the inside: ${JSON.stringify(event)}`);
  }
}
