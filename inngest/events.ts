import { eventType } from "inngest";
import { z } from "zod";

/** Asks for one hand-over of a run. The event's id is `run:<id>:<epoch>`, so that a repeated send starts it once. */
export const runRequested = eventType("run/requested", {
  schema: z.object({ runId: z.string(), tenantId: z.string(), epoch: z.int() }),
});

/** Ends the function of a run; the run itself was ended in its own row before this is sent. */
export const runStopRequested = eventType("run/stop-requested", {
  schema: z.object({ runId: z.string(), tenantId: z.string() }),
});
