import { isDeepStrictEqual } from "node:util";
import { enforceEvents, HttpAgent, verifyEvents } from "@ag-ui/client";
import type { AGUIEvent, BaseEvent } from "@ag-ui/core";
import { EventSchema } from "@ag-ui/core/schemas";
import type { Frame } from "./read-frames";

/**
 * Takes what was received through the protocol's own checks: the schema of each event, nothing that the protocol does not
 * know, and the order of events, as the client verifies it.
 * @throws Error with what is wrong
 */
export async function verifyFrames(frames: readonly Frame[]): Promise<AGUIEvent[]> {
  const events = frames.map(({ data }) => {
    const parsed = EventSchema.safeParse(data);
    if (!parsed.success) throw new Error(`${data.type} does not fit the protocol's schema: ${parsed.error.message}`);
    return parsed.data;
  });
  const known = await throughClient(frames);
  for (const [index, { data }] of frames.entries()) {
    if (!isDeepStrictEqual(known[index], data)) {
      throw new Error(`${data.type} has parts that the protocol does not know: ${JSON.stringify(data)}`);
    }
  }
  return events;
}

function throughClient(frames: readonly Frame[]): Promise<BaseEvent[]> {
  const body = frames.map(({ data }) => `data: ${JSON.stringify(data)}\n\n`).join("");
  const agent = new HttpAgent({
    url: "http://recorded.test",
    fetch: async () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
  });
  const seen: BaseEvent[] = [];
  return new Promise((resolve, reject) => {
    agent
      .run({ threadId: "t", runId: "r", messages: [], tools: [], context: [], state: {} })
      .pipe(enforceEvents(), verifyEvents())
      .subscribe({ next: (event) => seen.push(event), error: reject, complete: () => resolve(seen) });
  });
}
